import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ObjectStorage } from '../../src/platform/storage/storage.js';
import { startApp, type TestApp } from '../app.js';
import { Make } from '../make.js';
import { killAll, launchBeside, type ServerProcess, setClock } from '../processes.js';

const seed = Number(process.env['TEST_SEED'] ?? Date.now() % 2 ** 31);
const size = 2_000_000;
const patience = { timeout: 30_000 };

describe('a server whose clients', () => {
  let app: TestApp;
  let make: Make;
  let server: ServerProcess;

  beforeAll(async () => {
    app = await startApp();
    setClock(app);
    make = new Make(app);
    server = await launchBeside(app);
  });

  afterAll(async () => {
    await killAll();
    await app.stop();
  });

  const open = (): Socket => connect(server.port, '127.0.0.1').on('error', () => undefined);
  const descriptors = () => readdirSync(`/proc/${server.pid}/fd`).length;
  const answers = async () => {
    const begin = performance.now();
    expect((await server.run('{ spaces(first: 1) { nodes { id } } }')).errors).toBeUndefined();
    return performance.now() - begin;
  };

  it.runIf(process.platform === 'linux')(
    'leave in the middle of 500 uploads and downloads leave nothing behind',
    async () => {
      const guests = await Promise.all(Array.from({ length: 10 }, () => make.guest()));
      const { id } = await make.media(Buffer.alloc(10 * size, 7));
      const walk = fc.record({ upload: fc.boolean(), bytes: fc.integer({ min: 1, max: size }) });
      const walks = fc.sample(fc.array(walk, { minLength: 60, maxLength: 60, size: 'max' }), {
        seed,
        numRuns: guests.length,
      });
      const leave = (from: number, to: number) =>
        Promise.all(
          walks.map(async (steps, index) => {
            for (const { upload, bytes } of steps.slice(from, to)) {
              const socket = open();
              if (upload) {
                const head = `PUT /recordings/a.wav HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${guests[index]?.token}`;
                socket.write(`${head}\r\ncontent-length: ${size + 44}\r\n\r\nRIFF....WAVEfmt `);
                await new Promise((resolve) => socket.write(Buffer.alloc(bytes), resolve));
              } else {
                socket.write(`GET /media/${id} HTTP/1.1\r\nhost: x\r\n\r\n`);
                let heard = 0;
                while (heard < bytes && !socket.destroyed) heard += (await once(socket, 'data'))[0].length;
              }
              socket.destroy();
            }
          }),
        );
      // The first hundred open what is then kept: connections to the database and to S3, as many as are used at once.
      await leave(0, 10);
      const before = descriptors();
      await leave(10, 60);
      await expect.poll(descriptors, patience).toBeLessThanOrEqual(before + 10);
      expect(await app.database.select('SELECT id FROM recording')).toEqual([]);
      const keys: string[] = [];
      for await (const { key } of app.get(ObjectStorage).list()) keys.push(key);
      expect(keys).toEqual([`audio/${id}.mp3`]);
      expect(await app.get(ObjectStorage).sweep(Number.MAX_SAFE_INTEGER), `seed ${seed}`).toBe(0);
    },
    60_000,
  );

  it('send heads and bodies by the drop, or nothing, hold up nobody, and are cut', async () => {
    await answers();
    const closed = (socket: Socket) => new Promise<void>((resolve) => socket.once('close', () => resolve()));
    const idle = Array.from({ length: 500 }, () => open());
    for (const socket of idle) {
      socket.write('GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n');
      socket.resume();
    }
    const heads = Array.from({ length: 100 }, () => open());
    for (const socket of heads) socket.write('GET /healthz HTTP/1.1\r\nhost: x\r\nx-a: ');
    const bodies = Array.from({ length: 100 }, () => open());
    for (const socket of bodies) {
      socket.write(
        'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 50\r\n\r\n{',
      );
    }
    const drops = setInterval(() => {
      for (const socket of heads) socket.write('x');
      for (const socket of bodies) socket.write(' ');
    }, 1000);
    const times: number[] = [];
    for (let asked = 0; asked < 50; asked += 1) times.push(await answers());
    // Ten times what is seen; a server that these hold up would not answer at all.
    expect(times.sort((one, other) => one - other)[25]).toBeLessThan(500);
    await Promise.all(heads.map(closed));
    clearInterval(drops);
    expect(idle.every((socket) => !socket.destroyed)).toBe(true);
    await answers();
    console.log(
      `slow clients | 500 idle, 100 heads, 100 bodies | median answer ${Math.round(times[25] as number)} ms`,
    );
    for (const socket of [...idle, ...bodies]) socket.destroy();
  }, 60_000);
});
