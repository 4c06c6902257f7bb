import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PubSub } from './pubsub.js';

/** What every PubSub must do for the listeners of its own process; `errors` gets what its log is told. */
export function pubSubContract(
  name: string,
  open: (errors: object[]) => { pubSub: PubSub; close(): void },
): void {
  describe(name, () => {
    const errors: object[] = [];
    const topic = `test:${process.pid}`;
    let pubSub: PubSub;
    let opened: ReturnType<typeof open>;
    let told: unknown[];
    const note = (message: unknown) => void told.push(message);

    beforeAll(() => {
      opened = open(errors);
      pubSub = opened.pubSub;
    });

    beforeEach(() => {
      told = [];
      errors.length = 0;
    });

    afterAll(() => opened.close());

    it.each([['text'], [12], [null], [undefined], [[]], [{ id: 'a', more: [1, { 합주: true }] }]])(
      'tells %j to each listener, within the call',
      async (message) => {
        const leave = [pubSub.subscribe(topic, note), pubSub.subscribe(topic, note)];
        const published = pubSub.publish(topic, message);
        expect(told).toEqual([message, message]);
        expect(await published).toBeUndefined();
        expect(told).toHaveLength(2);
        for (const end of leave) end();
      },
    );

    it('tells nobody else', async () => {
      const leave = pubSub.subscribe(`${topic}:other`, note);
      await pubSub.publish(topic, 1);
      leave();
      expect(told).toEqual([]);
    });

    it('tells nobody who has left, and others still; leaving twice changes nothing', async () => {
      const leave = pubSub.subscribe(topic, note);
      const leaveToo = pubSub.subscribe(topic, note);
      leave();
      leave();
      await pubSub.publish(topic, 1);
      expect(told).toEqual([1]);
      leaveToo();
      const leaveLast = pubSub.subscribe(topic, note);
      leaveToo();
      await pubSub.publish(topic, 2);
      expect(told).toEqual([1, 2]);
      leaveLast();
    });

    it('does not tell one whom another sends away meanwhile, or one who comes because of it', async () => {
      const leaves: (() => void)[] = [];
      const come = pubSub.subscribe(topic, () => {
        leaves.shift()?.();
        leaves.push(pubSub.subscribe(topic, note));
      });
      leaves.push(pubSub.subscribe(topic, note));
      await pubSub.publish(topic, 1);
      expect(told).toEqual([]);
      come();
      for (const leave of leaves) leave();
    });

    it('gives each listener a copy of its own', async () => {
      const message = { changed: false };
      const leave = [1, 2].map(() =>
        pubSub.subscribe(topic, (copy) => {
          note({ ...(copy as object) });
          (copy as { changed: boolean }).changed = true;
        }),
      );
      await pubSub.publish(topic, message);
      expect(told).toEqual([{ changed: false }, { changed: false }]);
      expect(message).toEqual({ changed: false });
      for (const end of leave) end();
    });

    it('lets no listener that throws stop the others, and says so in the log', async () => {
      const error = new Error('a bug');
      const leave = [
        pubSub.subscribe(topic, () => {
          throw error;
        }),
        pubSub.subscribe(topic, note),
      ];
      await pubSub.publish(topic, 1);
      expect(told).toEqual([1]);
      expect(errors).toEqual([{ err: error, topic }]);
      for (const end of leave) end();
    });

    it('refuses what cannot be JSON, and tells nobody', async () => {
      const leave = pubSub.subscribe(topic, note);
      await expect(pubSub.publish(topic, 1n)).rejects.toThrow(TypeError);
      expect(told).toEqual([]);
      leave();
    });
  });
}
