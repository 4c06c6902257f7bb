import { createHash, type Hash } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { testSecret } from './app.js';
import { makeDatabase, type TestDatabase } from './databases.js';
import { killAll, ServerProcess } from './processes.js';
import { makeStorage, testS3, type TestStorage } from './storages.js';

/** With S3 there are two connections for each: the kernel of a small machine has no room for the bytes of more. */
const readers = testS3 ? 400 : 1000;
const size = 12_000_000;

/** A client that takes bytes of an answer only when it is told to. */
class SlowReader {
  private rest = Buffer.alloc(0);

  private constructor(private readonly socket: Socket) {}

  static async open({ port }: ServerProcess, path: string): Promise<SlowReader> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`);
    const reader = new SlowReader(socket);
    await reader.fill(1);
    const end = reader.rest.indexOf('\r\n\r\n') + 4;
    expect((await reader.take(end)).toString()).toMatch(/^HTTP\/1.1 200 /);
    return reader;
  }

  async take(bytes: number): Promise<Buffer> {
    await this.fill(bytes);
    const taken = this.rest.subarray(0, bytes);
    this.rest = this.rest.subarray(bytes);
    return taken;
  }

  leave(): void {
    this.socket.on('error', () => undefined).destroy();
  }

  private async fill(bytes: number): Promise<void> {
    while (this.rest.length < bytes) {
      const chunk = this.socket.read() as Buffer | null;
      if (chunk) this.rest = Buffer.concat([this.rest, chunk]);
      else await once(this.socket, 'readable');
    }
  }
}

describe.runIf(process.platform === 'linux')(`${readers} slow readers`, () => {
  const content = wav(size);
  let database: TestDatabase;
  let storage: TestStorage;
  let server: ServerProcess;
  let path: string;

  beforeAll(async () => {
    [database, storage] = await Promise.all([makeDatabase(), makeStorage()]);
    const env = { DATABASE_URL: database.url, ...storage.env, APP_SECRET: testSecret };
    const settings = { DEMO: 'off', LOG_LEVEL: 'error', RATE_LIMIT_FACTOR: '100000' };
    server = await ServerProcess.launch({ env: { ...env, ...settings }, preload: './collect-garbage.mjs' });
    const input = '{ email: "slow@example.com", password: "correct horse battery", nickname: "n" }';
    const { data } = await server.run(`mutation { signUp(input: ${input}) { accessToken } }`);
    const uploaded = await fetch(`${server.url}/recordings/a.wav`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${data.signUp.accessToken}` },
      body: content,
    });
    const { pathname, search } = new URL(((await uploaded.json()) as { streamUrl: string }).streamUrl);
    path = pathname + search;
  });

  afterAll(async () => {
    await killAll();
    await database.drop();
    await storage.drop();
  });

  const held = () => readdirSync(`/proc/${server.pid}/fd`).length;
  /** Bytes of memory that the server holds. */
  const resident = async () => {
    await server.tell({});
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1]) * 1024;
  };

  it('are all served, and take little memory each', async () => {
    await Promise.all(Array.from({ length: 20 }, async () => (await fetch(server.url + path)).arrayBuffer()));
    const descriptors = held();

    const open: SlowReader[] = [];
    const hashes: Hash[] = [];
    const take = (bytes: number) =>
      Promise.all(open.map(async (reader, index) => hashes[index]?.update(await reader.take(bytes))));
    const admit = async (count: number) => {
      while (open.length < count)
        open.push(...(await Promise.all(Array.from({ length: 20 }, () => SlowReader.open(server, path)))));
      // One descriptor for each and one for his file, but none for S3, since they all pause.
      const most = descriptors + open.length * (testS3 ? 1 : 2) + 30;
      await vi.waitFor(() => expect(held()).toBeLessThan(most), 30_000);
      return resident();
    };
    // The first of them make the server as large as any that works.
    const before = await admit(readers / 5);
    const each = Math.round(((await admit(readers)) - before) / (readers * 0.8) / 1024);
    console.log(`slow readers | ${testS3 ? 'S3' : 'folder'} | ${each} KiB each`);
    // What a process keeps for its garbage weighs more on the few readers of S3: they were measured at 72 to 135.
    expect(each).toBeLessThanOrEqual(testS3 ? 192 : 96);

    hashes.push(...open.map(() => createHash('sha256')));
    for (let round = 0; round < 30; round += 1) await take(16_384);
    for (const reader of open.splice(5)) reader.leave();
    for (let left = size - 30 * 16_384; left > 0; left -= 16_384) await take(Math.min(left, 16_384));
    const whole = createHash('sha256').update(content).digest('hex');
    expect(hashes.slice(0, 5).map((hash) => hash.digest('hex'))).toEqual(Array(5).fill(whole));
    for (const reader of open) reader.leave();
    await vi.waitFor(() => expect(held()).toBeLessThanOrEqual(descriptors + 30), 30_000);
  }, 300_000);
});

/** Noise of so many bytes, 44 of them the head. */
function wav(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = 1;
  for (let at = 0; at < length; at += 1) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    bytes[at] = state >> 16;
  }
  bytes.write(
    'RIFF\xff\xff\xff\xffWAVEfmt \x10\0\0\0\x01\0\x02\0\x44\xac\0\0\x10\xb1\x02\0\x04\0\x10\0data',
    'latin1',
  );
  bytes.writeUInt32LE(length - 44, 40);
  return bytes;
}
