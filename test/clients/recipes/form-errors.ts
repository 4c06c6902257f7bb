interface Refusal {
  readonly message: string;
  readonly extensions?: { readonly code?: string; readonly argument?: string };
}

/**
 * What to say at which field of a form, as `{ 'input.password': 'must have 10 to 128 characters' }`, out of the `errors`
 * of an answer; '' has what is about none.
 */
export function formErrors(errors: readonly Refusal[]): Record<string, string> {
  return Object.fromEntries(
    errors.map(({ message, extensions: { argument = '' } = {} }) => [
      argument,
      message.replace(`${argument}: `, ''),
    ]),
  );
}
