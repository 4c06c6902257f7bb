import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Pipelines } from './pipelines.js';

const ask = (path: number, connection = 'keep-alive') =>
  `GET /${path} HTTP/1.1\r\nhost: a\r\nconnection: ${connection}\r\n\r\n`;
const asks = (count: number) => Array.from({ length: count }, (_, index) => ask(index)).join('');

describe('requests that come before the first is answered', () => {
  let server: Server;
  let client: Socket;
  let answers: ServerResponse[];
  const closed = vi.fn();

  beforeEach(async () => {
    closed.mockReset();
    answers = [];
    const pipelines = new Pipelines();
    server = createServer((request, response) => {
      if (!pipelines.admit(request, response)) return;
      answers.push(response);
      response.once('close', () => closed(request.url));
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  });

  afterEach(() => {
    client.destroy();
    server.close();
  });

  it('are answered in their order', async () => {
    client.write(asks(16) + ask(16, 'close'));
    await vi.waitFor(() => expect(answers).toHaveLength(17));
    for (const [index, answer] of [...answers.entries()].reverse()) answer.end(`(${index})`);
    const all = await text(client);
    expect([...all.matchAll(/\((\d+)\)/g)].map(([, index]) => Number(index))).toEqual([...answers.keys()]);
    expect(closed).toHaveBeenCalledTimes(17);
  });

  it('may be sixteen at any time, and any number in turn', async () => {
    let all = '';
    client.on('data', (chunk) => (all += String(chunk)));
    for (let turn = 1; turn <= 3; turn += 1) {
      client.write(asks(17));
      await vi.waitFor(() => expect(answers).toHaveLength(17 * turn));
      for (const answer of answers.slice(-17)) answer.end('(');
      await vi.waitFor(() => expect(all.split('(')).toHaveLength(17 * turn + 1));
    }
  });

  it('cut the connection when they are more, and none of those after is answered', async () => {
    client.write(asks(700));
    await once(client, 'close');
    expect(answers).toHaveLength(17);
    await vi.waitFor(() => expect(closed).toHaveBeenCalledTimes(17));
  });

  it('are all told when the client has left', async () => {
    client.write(asks(5));
    await vi.waitFor(() => expect(answers).toHaveLength(5));
    answers[0]?.end(Buffer.alloc(20_000_000));
    answers[1]?.write('what waits');
    client.destroy();
    await vi.waitFor(() => expect(closed).toHaveBeenCalledTimes(5));
    expect(answers.slice(1).every(({ destroyed }) => destroyed)).toBe(true);
  });
});
