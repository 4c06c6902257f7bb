import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { Line, type Request } from '../load/line.js';
import { load, median, quantile } from '../load/load.js';
import { graphql } from '../requests/graphql.js';
import { filterOf, filterSets, type ListQuery, sorts } from '../requests/mix.js';
import type { Measure } from './measure.js';

const p50 = async (port: number, requests: readonly Request[], count: number) =>
  quantile((await load(port, requests, count, 1)).times, 0.5);

/** What a hundred times as many rows change. */
export const growth: readonly Measure[] = [
  {
    name: 'growth',
    meaning: 'time of a list in the large database by that in the small one, for each filter and sort',
    quick: false,
    run: async (ground) => {
      const [small, large] = [await ground.project('S'), await ground.project('L')];
      const lines: { filters: string; sort: string; ratio: number }[] = [];
      for (const parts of filterSets) {
        for (const sort of sorts) {
          const requests = [0, 1, 2, 3, 4].map((number) =>
            graphql.list({ filter: filterOf(parts, number), sort, page: 1 }, 'card', null),
          );
          const times = async (port: number) => p50(port, requests, 50);
          // In the order S L L S, after one turn that does not count: what slows the machine down slows both.
          await times(small.port);
          await times(large.port);
          const ratios: number[] = [];
          for (let round = 0; round < 3; round += 1) {
            const [s, l, l2, s2] = [
              await times(small.port),
              await times(large.port),
              await times(large.port),
              await times(small.port),
            ];
            ratios.push((l + l2) / (s + s2));
          }
          lines.push({ filters: parts.join(' + ') || 'none', sort, ratio: median(ratios) });
        }
      }
      const ratios = lines.map(({ ratio }) => ratio);
      const worst = lines.find(({ ratio }) => ratio === Math.max(...ratios));
      return {
        figure: `${median(ratios).toFixed(2)} x S`,
        range: `${Math.min(...ratios).toFixed(2)}..${Math.max(...ratios).toFixed(2)}`,
        notes: `p50 at L by p50 at S, ${lines.length} lines; worst: ${worst?.filters}, ${worst?.sort}`,
        data: { ratio: median(ratios), range: [Math.min(...ratios), Math.max(...ratios)], lines },
      };
    },
  },
  {
    name: 'depth',
    meaning: 'time of page 1,000 of a list by that of page 1, in the large database',
    quick: false,
    run: async (ground) => {
      const { port } = await ground.project('L');
      const query: ListQuery = { filter: {}, sort: 'PRICE_ASC', page: 1 };
      const line = await Line.open(port);
      let after: string | null = null;
      for (let page = 1; page < 1000; page += 1) {
        const { body } = await line.send(graphql.list(query, 'card', after).bytes, true);
        after = JSON.parse(body.toString()).data.spaces.pageInfo.endCursor as string;
      }
      line.close();
      const [first, deep] = [graphql.list(query, 'card', null), graphql.list(query, 'card', after)];
      const ratios: number[] = [];
      for (let round = 0; round <= ground.rounds; round += 1) {
        const one = await p50(port, [first], 100);
        const ratio = (await p50(port, [deep], 100)) / one;
        if (round > 0) ratios.push(ratio);
      }
      return {
        figure: `${median(ratios).toFixed(2)} x page 1`,
        range: `${Math.min(...ratios).toFixed(2)}..${Math.max(...ratios).toFixed(2)}`,
        data: { ratio: median(ratios), range: [Math.min(...ratios), Math.max(...ratios)] },
      };
    },
  },
  {
    name: 'rows',
    meaning: 'rows the database reads for a list, in the large database',
    quick: false,
    run: async (ground) => {
      const [project, floor] = [await ground.project('L'), await ground.floor('L')];
      const { subject, floor: other } = await ground.pairs('card', 'L');
      const [own, byHand] = [
        await rowsRead(ground.server.url, project.port, subject),
        await rowsRead(ground.server.url, floor.port, other),
      ];
      const told = (rows: readonly number[]) =>
        `median ${quantile(rows, 0.5)}, p95 ${quantile(rows, 0.95)}, most ${rows.at(-1)}`;
      return {
        figure: `p95 ${quantile(own, 0.95)}`,
        notes: `${told(own)}; floor: ${told(byHand)}`,
        data: {
          median: quantile(own, 0.5),
          p95: quantile(own, 0.95),
          most: own.at(-1),
          floor: { median: quantile(byHand, 0.5), p95: quantile(byHand, 0.95), most: byHand.at(-1) },
        },
      };
    },
  },
];

/** What the server has read for each request, in order of size. Nobody else may use it meanwhile. */
async function rowsRead(serverUrl: string, port: number, requests: readonly Request[]): Promise<number[]> {
  const connection = await createConnection(serverUrl.replace(/^mariadb:/, 'mysql:'));
  const line = await Line.open(port);
  const handlerReads = async () => {
    const [rows] = await connection.query<RowDataPacket[]>("SHOW GLOBAL STATUS LIKE 'Handler_read%'");
    return rows.reduce((sum, row) => sum + Number(row['Value']), 0);
  };
  // Asking reads rows of its own.
  const idle = -(await handlerReads()) + (await handlerReads());
  const counts: number[] = [];
  for (const { bytes } of requests) {
    const before = await handlerReads();
    await line.send(bytes);
    counts.push((await handlerReads()) - before - idle);
  }
  line.close();
  await connection.end();
  return counts.sort((a, b) => a - b);
}
