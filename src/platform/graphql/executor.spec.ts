import { buildSchema, type OperationDefinitionNode, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { BatchFields } from './batch-fields.js';
import { Executor } from './executor.js';
import type { RequestContext } from './request-context.js';
import { Selections } from './selection.js';

const schema = buildSchema('type Query { number: Int }');
Object.assign(schema.getQueryType()?.getFields()['number'] ?? {}, { resolve: () => null });
const batchFields = { selections: new Selections(() => undefined) } as BatchFields;

function operation(fields: number) {
  const document = parse(`{ number ${'number '.repeat(fields - 1)} }`);
  const [definition] = document.definitions;
  return {
    schema,
    document,
    operation: definition as OperationDefinitionNode,
    variables: {},
    coerced: {},
    fields,
    context: {} as RequestContext,
  };
}

describe('Executor', () => {
  it('compiles what is asked for the third time, once', async () => {
    const executor = new Executor(batchFields);
    const asked = operation(1);
    const compiled = [];
    for (let time = 0; time < 5; time += 1) {
      expect(await executor.execute(asked)).toEqual({ data: { number: null } });
      compiled.push(executor.compiled);
    }
    expect(compiled).toEqual([0, 0, 1, 1, 1]);
  });

  it.each([
    ['operations', 500, 1],
    ['fields', 66, 300],
  ])('keeps so many %s that their memory is bounded', async (_, most, fields) => {
    const executor = new Executor(batchFields);
    executor.usesBeforeCompiling = 0;
    const all = Array.from({ length: most + 1 }, () => operation(fields));
    for (const each of all) await executor.execute(each);
    expect(executor.compiled).toBe(most + 1);
    // The first has made room for the last.
    for (const each of all.slice(1)) await executor.execute(each);
    expect(executor.compiled).toBe(most + 1);
    await executor.execute(all[0] as (typeof all)[number]);
    expect(executor.compiled).toBe(most + 2);
  });
});
