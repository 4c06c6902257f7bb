import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, startApp, type TestApp } from '../app.js';
import { Make } from '../make.js';
import { killAll, launchBeside, type ServerProcess } from '../processes.js';

/** Nearly as much as one request may ask for: 27,000 values. */
const heaviest = `{ spaces(first: 100) { nodes {
  id title host { nickname } category { name } district { name } facilities { name } options { price }
  images { url(width: 320) width } availability(from: "2026-12-01", to: "2026-12-31") { date day night all } } } }`;

describe('a server with little memory', () => {
  let app: TestApp;
  let server: ServerProcess;

  beforeAll(async () => {
    app = await startApp();
    const make = new Make(app);
    for (let index = 0; index < 100; index += 1) await make.space();
    server = await launchBeside(app, { env: { NODE_OPTIONS: '--max-old-space-size=128' } });
  });

  afterAll(async () => {
    await killAll();
    await app.stop();
  });

  it('lives through 300 of the heaviest queries at once, and lets light ones pass meanwhile', async () => {
    const whole = await server.run(heaviest);
    expect(whole.data.spaces.nodes).toHaveLength(100);
    let left = 300;
    const heavy = Array.from({ length: left }, async () => {
      const answer = await server.run(heaviest);
      left -= 1;
      return answer;
    });
    expect(await server.run('{ districts { id } }')).toMatchObject({ data: { districts: { length: 25 } } });
    expect(left).toBeGreaterThan(0);
    const outcomes = (await Promise.all(heavy)).map((answer) => outcomeOf(answer, whole));
    expect(new Set(outcomes).has('another')).toBe(false);
    expect(outcomes).toContain('whole');
    expect(await server.run(heaviest)).toEqual(whole);
  });
});

/** All of the answer, a refusal for now, or something that must not be. */
function outcomeOf(answer: Answer, whole: Answer): 'whole' | 'later' | 'another' {
  const [error] = answer.errors ?? [];
  if (error?.extensions['code'] === 'UNAVAILABLE') return 'later';
  return JSON.stringify(answer) === JSON.stringify(whole) ? 'whole' : 'another';
}
