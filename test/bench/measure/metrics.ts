import type { Child } from '../peers/child.js';
import { metricsToken } from '../peers/project.js';

/** What the server tells of itself: the sum of each metric over its labels. */
export async function metricsOf({ url }: Child): Promise<ReadonlyMap<string, number>> {
  const answer = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${metricsToken}` } });
  const sums = new Map<string, number>();
  for (const [, name = '', value] of (await answer.text()).matchAll(/^(\w+)(?:\{.*\})? (\S+)$/gm)) {
    sums.set(name, (sums.get(name) ?? 0) + Number(value));
  }
  return sums;
}

/** How many SQL statements it has sent so far. */
export async function statementsOf(project: Child): Promise<number> {
  return (await metricsOf(project)).get('hapju_sql_statement_duration_seconds_count') ?? Number.NaN;
}
