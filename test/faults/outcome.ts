import type { Answer } from '../app.js';

/** What an answer is, in one word: the state of what came back, its type, or the code of the error. */
export function outcome({ data, errors }: Answer): string {
  if (errors) return String(errors[0]?.extensions['code']);
  const [value] = Object.values<any>(data);
  return value?.status ?? value?.__typename ?? 'answered';
}
