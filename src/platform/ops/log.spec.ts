import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Log, logWarnings } from './log.js';

describe('logWarnings', () => {
  let before: NodeJS.WarningListener[];

  beforeEach(() => {
    before = process.listeners('warning');
  });

  afterEach(() => {
    process.removeAllListeners('warning');
    for (const listener of before) process.on('warning', listener);
  });

  it('writes each warning to the log, and nothing to the console', async () => {
    const lines: unknown[][] = [];
    logWarnings({ warn: (...line: unknown[]) => lines.push(line) } as unknown as Log);
    const emitted = once(process, 'warning');
    process.emitWarning('This goes soon.', 'DeprecationWarning');
    const [err] = await emitted;
    expect(lines).toEqual([[{ err }, 'warning of Node or a package']]);
    expect(err).toMatchObject({ name: 'DeprecationWarning', message: 'This goes soon.' });
    expect(process.listenerCount('warning')).toBe(1);
  });
});
