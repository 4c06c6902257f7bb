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

  it('lives through 300 of the heaviest queries at once', async () => {
    const whole = await server.run(heaviest);
    expect(whole.data.spaces.nodes).toHaveLength(100);
    const answers = await Promise.all(Array.from({ length: 300 }, () => server.run(heaviest)));
    const outcomes = answers.map((answer) => outcomeOf(answer, whole));
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
