import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { agedBy } from '../../../test/old-space.js';
import { followConnections } from './drain.js';

describe('followConnections', () => {
  let server: Server;
  let drain: (ms: number) => Promise<void>;
  let port: number;

  beforeEach(async () => {
    server = createServer();
    drain = followConnections(server);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    ({ port } = server.address() as AddressInfo);
  });

  afterEach(() => {
    server.close();
    server.closeAllConnections();
  });

  it.each([
    ['both before the end', 2, 0],
    ['one before the end and one after it has begun', 1, 1],
    ['both after it has begun', 0, 2],
  ])('lets a connection end with the last answer that is asked for on it: %s', async (_, before, after) => {
    const responses: ServerResponse[] = [];
    server.on('request', (_request, response) => responses.push(response));
    const socket = connect(port, '127.0.0.1');
    const get = 'GET / HTTP/1.1\r\nhost: x\r\n\r\n';
    await once(server, 'connection');
    socket.write(get.repeat(before));
    await expect.poll(() => responses).toHaveLength(before);
    const drained = drain(5000);
    socket.write(get.repeat(after));
    await expect.poll(() => responses).toHaveLength(2);
    for (const [index, response] of responses.entries()) response.end(`answer ${index + 1}`);
    const all = await text(socket);
    expect(all.match(/answer \d|connection: close/g)).toEqual(['answer 1', 'connection: close', 'answer 2']);
    await drained;
  });

  it('answers all whom the system has let in before, though the server has yet to hear of them', async () => {
    server.on('request', (_, response) => response.end('answer'));
    const sockets = Array.from({ length: 20 }, () => connect(port, '127.0.0.1'));
    for (const socket of sockets) socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
    await new Promise((resolve) => process.nextTick(resolve));
    const drained = drain(5000);
    const answers = await Promise.all(sockets.map((socket) => text(socket)));
    expect(answers.map((answer) => answer.match(/connection: close|answer/g))).toEqual(
      Array(20).fill(['connection: close', 'answer']),
    );
    await drained;
  });

  it('is not held up by those who come again and again', async () => {
    server.on('request', (_, response) => response.end('answer'));
    const comeAgain = async (): Promise<void> => {
      const socket = connect(port, '127.0.0.1');
      socket.write('GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
      await text(socket);
      return comeAgain();
    };
    const callers = Array.from({ length: 20 }, comeAgain);
    await once(server, 'request');
    const [drained, ...ends] = await Promise.allSettled([drain(60_000), ...callers]);
    expect(drained.status).toBe('fulfilled');
    expect(new Set(ends.map(({ status }) => status))).toEqual(new Set(['rejected']));
  }, 10_000);

  it('keeps nothing of answers that are over', async () => {
    const answer = async (response: ServerResponse): Promise<void> => {
      const load = Array.from({ length: 1000 }, () => port);
      response.once('close', () => load.pop());
      for (let turn = 0; turn < 10; turn += 1) await nextTurn();
      response.end('x');
    };
    server.on('request', (_, response) => void answer(response));
    const caller = async (): Promise<void> => {
      const socket = connect(port, '127.0.0.1');
      for (let time = 0; time < 250; time += 1) {
        socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
        await once(socket, 'data');
      }
      socket.destroy();
    };
    const aged = await agedBy(async () => {
      await Promise.all(Array.from({ length: 16 }, caller));
    });
    // What they hold is 32 MB in all.
    expect(aged).toBeLessThan(2_000_000);
  });
});
