import { BadInput } from '../errors.js';

/** Both repeat the value as it was sent, so only what stands behind it can be relied upon. */
const within = /^Variable "\$(\w+)" got invalid value .* at "(\1[.[][^"]*)"; (.+)$/s;
const absent =
  /^Variable "\$(\w+)" got invalid value .*?(?: at "(\1[.[][^"]*)")?; Field "(\w+)" of required type "[^"]+" was not provided\.$/s;

/**
 * What graphql-js says of a part of a variable that does not fit, as all other bad input is said: by its path, such as
 * `input.email`, so that a form finds the field; null when `message` says something else.
 */
export function misfitOf(message: string): BadInput | null {
  const [, variable, object = variable, field] = absent.exec(message) ?? [];
  if (field) return new BadInput(`${object}.${field}`, 'is required');
  const [, , path, why] = within.exec(message) ?? [];
  return path && why ? new BadInput(path, why) : null;
}
