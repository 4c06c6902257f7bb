import { buildSchema, getVariableValues, type OperationDefinitionNode, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { misfitOf } from './misfit.js';

const schema = buildSchema(`
  enum Sort { NEWEST }
  input Who { name: String!, age: Int }
  input Wish { who: Who!, days: [Int!], sort: Sort, text: String }
  type Query { ask(wish: Wish!, count: Int): Int }
`);
const { definitions } = parse('query ($wish: Wish!, $count: Int) { ask(wish: $wish, count: $count) }');
const { variableDefinitions = [] } = definitions[0] as OperationDefinitionNode;

/** What graphql-js says of variables that do not fit. */
const said = (variables: object) =>
  (getVariableValues(schema, variableDefinitions, variables as never).errors ?? []).map(
    ({ message }) => message,
  );

const who = { name: '김합주' };

describe('misfitOf', () => {
  it.each<[string, object, string]>([
    [
      'a field',
      { who: { ...who, age: 'old' } },
      'wish.who.age: Int cannot represent non-integer value: "old"',
    ],
    ['an item', { who, days: [1, 'x'] }, 'wish.days[1]: Int cannot represent non-integer value: "x"'],
    ['an enum', { who, sort: 'OLD' }, 'wish.sort: Value "OLD" does not exist in "Sort" enum.'],
    ['an absent field', {}, 'wish.who: is required'],
    ['an absent field further in', { who: {} }, 'wish.who.name: is required'],
    [
      'a null',
      { who: { name: null } },
      'wish.who.name: Expected non-nullable type "String!" not to be null.',
    ],
    [
      'what looks like an end in the value',
      { who, text: { a: '" at "wish.sort"; no; Field "b" of required type "C" was not provided.' } },
      'wish.text: String cannot represent a non string value: { a: "\\" at \\"wish.sort\\"; no; Field \\"b\\" of required type \\"C\\" was not provided." }',
    ],
  ])('names %s', (_, wish, message) => {
    const [misfit] = said({ wish }).map(misfitOf);
    expect(misfit?.message).toBe(message);
    expect(misfit?.details).toEqual({ argument: message.split(':')[0] });
  });

  it.each([
    ['a variable as a whole', said({ wish: { who }, count: 'x' })[0] as string],
    ['a variable that is absent', said({})[0] as string],
    ['anything else', 'There is no such space.'],
  ])('leaves %s as it is said', (_, message) => {
    expect(misfitOf(message)).toBeNull();
  });
});
