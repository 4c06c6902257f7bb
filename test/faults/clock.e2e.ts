import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays } from '../../src/platform/local-date.js';
import { bookableDates } from '../../src/spaces/calendar.rules.js';
import { startApp, type TestApp } from '../app.js';
import type { Booking } from '../booking.js';
import { Make } from '../make.js';
import { bookingAt, killAll, launchBeside, type ServerProcess, setClock } from '../processes.js';
import { outcome } from './outcome.js';

/** Of Debian's package `libfaketime`: what a process takes for the time of day then stands in a file. */
const library = '/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1';
const tomorrow = addDays(bookableDates(Date.now()).first, 1);

describe.runIf(existsSync(library))('a server whose clock jumps', () => {
  let app: TestApp;
  let folder: string;
  /** By the true time, and by one that jumps. */
  let right: ServerProcess;
  let wrong: ServerProcess;
  let inTime: Booking;
  let astray: Booking;
  let make: Make;

  const jump = (offset: string) => writeFileSync(join(folder, 'time'), offset);

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hapju-clock-'));
    jump('+0');
    app = await startApp();
    make = new Make(app);
    right = await launchBeside(app);
    wrong = await launchBeside(app, {
      env: {
        LD_PRELOAD: library,
        FAKETIME_TIMESTAMP_FILE: join(folder, 'time'),
        FAKETIME_NO_CACHE: '1',
        FAKETIME_DONT_FAKE_MONOTONIC: '1',
      },
    });
    [inTime, astray] = [bookingAt(app, right), bookingAt(app, wrong)];
  });

  afterAll(async () => {
    await killAll();
    await app.stop();
    rmSync(folder, { recursive: true });
  });

  /** Somebody new with a new room, by the true time. */
  const guest = async () => {
    setClock(app);
    const { id, token } = await make.guest(100_000);
    return { id, token, spaceId: (await make.space()).id };
  };
  const audit = async () => {
    setClock(app);
    return inTime.audit();
  };
  const me = async ({ run }: ServerProcess, token: string) =>
    (await run('{ me { id } }', {}, token)).errors?.[0]?.extensions['code'] ?? 'known';

  it('an hour ahead takes no token that has run out by it, and takes it again when it is right again', async () => {
    const { token } = await guest();
    expect([await me(right, token), await me(wrong, token)]).toEqual(['known', 'known']);
    jump('+1h');
    expect([await me(right, token), await me(wrong, token)]).toEqual(['known', 'UNAUTHENTICATED']);
    jump('+0');
    expect(await me(wrong, token)).toBe('known');
  });

  it.each(['+1h', '+1y'])(
    'by %s while holds run serves on, sells nothing twice, and comes back',
    async (offset) => {
      const [one, other] = [await guest(), await guest()];
      const wish = { spaceId: one.spaceId, date: offset === '+1h' ? tomorrow : addDays(tomorrow, 300) };
      const { id } = (await astray.place(one.token, wish)).data.placeOrder;
      jump(offset);
      // By its clock the hold is over, and so is every token.
      expect(outcome(await astray.complete(one.token, id))).toBe('UNAUTHENTICATED');
      expect((await wrong.run('{ spaces(first: 1) { nodes { id } } }')).errors).toBeUndefined();
      expect((await fetch(`${wrong.url}/healthz`)).status).toBe(200);
      expect(outcome(await inTime.place(other.token, wish))).toBe('SlotTaken');
      jump('+0');
      expect(outcome(await astray.complete(one.token, id))).toBe('COMPLETED');
      expect(outcome(await astray.place(other.token, wish))).toBe('SlotTaken');
      expect(await audit()).toEqual([]);
    },
  );

  it('two hours back, or five minutes, serves on, and each half is sold once', async () => {
    for (const offset of ['-2h', '-5m']) {
      const [one, other] = [await guest(), await guest()];
      const wish = { spaceId: one.spaceId, date: tomorrow };
      jump(offset);
      const held = await astray.place(one.token, wish);
      expect(outcome(held)).toBe('WAITING');
      const second = await inTime.place(other.token, wish);
      const paid = [
        outcome(await astray.complete(one.token, held.data.placeOrder.id)),
        second.data.placeOrder.id
          ? outcome(await inTime.complete(other.token, second.data.placeOrder.id))
          : outcome(second),
      ];
      // What was held by a clock two hours back has long been free by the right one.
      expect(paid).toEqual(offset === '-2h' ? ['SlotTaken', 'COMPLETED'] : ['COMPLETED', 'SlotTaken']);
      jump('+0');
      expect(await audit()).toEqual([]);
    }
  });
});
