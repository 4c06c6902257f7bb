import type { Answer, TestApp } from './app.js';

/** A file to send. */
export interface Part {
  readonly bytes: Uint8Array;
  readonly name?: string;
  readonly type?: string;
}

/** Sends a GraphQL multipart request whose `files` are the elements of the variable `images`. */
export async function upload(
  app: TestApp,
  query: string,
  variables: Record<string, unknown>,
  files: readonly Part[],
  token?: string,
  headers: Record<string, string> = { 'apollo-require-preflight': 'yes' },
): Promise<Answer> {
  const form = new FormData();
  const empty = { ...variables, images: files.map(() => null) };
  form.append('operations', JSON.stringify({ query, variables: empty }));
  form.append(
    'map',
    JSON.stringify(Object.fromEntries(files.map((_, index) => [index, [`variables.images.${index}`]]))),
  );
  for (const [index, { bytes, name = 'a.png', type = 'image/png' }] of files.entries()) {
    form.append(String(index), new Blob([new Uint8Array(bytes)], { type }), name);
  }
  return send(app, form, headers, token);
}

/** Sends a GraphQL multipart request whose file is the variable `file`. */
export function uploadFile(
  app: TestApp,
  query: string,
  { bytes, name = 'a', type = '' }: Part,
  token?: string,
) {
  const form = new FormData();
  form.append('operations', JSON.stringify({ query, variables: { file: null } }));
  form.append('map', JSON.stringify({ 0: ['variables.file'] }));
  form.append('0', new Blob([new Uint8Array(bytes)], { type }), name);
  return send(app, form, { 'apollo-require-preflight': 'yes' }, token);
}

async function send(
  app: TestApp,
  form: FormData,
  headers: Record<string, string>,
  token?: string,
): Promise<Answer> {
  const response = await fetch(`${app.url}/graphql`, {
    method: 'POST',
    headers: { ...headers, ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: form,
  });
  return (await response.json()) as Answer;
}
