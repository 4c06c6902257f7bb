import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type RequestOptions, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Log } from '../ops/log.js';
import { Metrics } from '../ops/metrics.js';
import { trusting } from './proxies.js';
import { RequestWatch } from './request-watch.js';
import { type AnswerAtHand, Shortcuts } from './shortcuts.js';

const release = vi.fn();
const atHand = (bytes: Buffer, headers: Record<string, string> = {}): AnswerAtHand => ({
  status: 206,
  headers: { 'cache-control': 'no-transform', 'content-length': String(bytes.length), ...headers },
  body: { bytes, release },
});

describe('shortcuts', () => {
  const shortcuts = new Shortcuts();
  const look = vi.fn<() => AnswerAtHand | null>();
  shortcuts.open('/files/', '/files/:id', look);
  const info = vi.fn();
  let metrics: Metrics;
  let server: Server;

  beforeEach(async () => {
    vi.resetAllMocks();
    metrics = new Metrics();
    const watch = new RequestWatch({ info } as unknown as Log, metrics, trusting(['127.0.0.1']));
    const common = { headers: ['x-common', 'as ever'], watch };
    server = createServer((asked, response) => {
      if (!shortcuts.take(asked, response, common)) response.end('the ordinary way');
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
  });

  afterEach(() => void server.close());

  async function ask(path: string, options: RequestOptions = {}): Promise<[IncomingMessage, string]> {
    const { port } = server.address() as AddressInfo;
    const sending = request({ port, path, agent: false, ...options }).end();
    const [response] = (await once(sending, 'response')) as [IncomingMessage];
    return [response, String(await buffer(response))];
  }

  it('answer what is at hand as all is answered, and let go of it once', async () => {
    look.mockReturnValue(atHand(Buffer.from('bytes')));
    const [{ statusCode, headers }, body] = await ask('/files/a?b=c', {
      headers: { 'x-forwarded-for': '9.8.7.6' },
    });
    expect([statusCode, body]).toEqual([206, 'bytes']);
    const id = String(headers['x-request-id']);
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers).toMatchObject({ 'cache-control': 'no-transform', 'x-common': 'as ever' });
    await vi.waitFor(() => expect(release).toHaveBeenCalledTimes(1));
    const line = { requestId: id, ip: '9.8.7.6', method: 'GET', path: '/files/a', status: 206 };
    expect(info.mock.calls).toEqual([[expect.objectContaining(line), 'answered']]);
    const text = await metrics.text();
    expect(text).toContain(
      'hapju_http_request_duration_seconds_count{method="GET",route="/files/:id",status="206"} 1',
    );
    expect(text).toContain('hapju_http_requests_in_flight{route="/files/:id"} 0');
  });

  it('let go of it when the client leaves', async () => {
    look.mockReturnValue(atHand(Buffer.alloc(50_000_000)));
    const { port } = server.address() as AddressInfo;
    const sending = request({ port, path: '/files/a', agent: false }).end();
    const [response] = (await once(sending, 'response')) as [IncomingMessage];
    expect(release).not.toHaveBeenCalled();
    response.destroy();
    await vi.waitFor(() => expect(release).toHaveBeenCalledTimes(1));
  });

  it.each<[string, string, RequestOptions]>([
    ['another path', '/other/a', {}],
    ['another method', '/files/a', { method: 'HEAD' }],
    ['a body', '/files/a', { headers: { 'content-length': '0' } }],
    ['a body of any length', '/files/a', { headers: { 'transfer-encoding': 'chunked' } }],
    ['a type', '/files/a', { headers: { 'content-type': 'application/json; charset=latin1' } }],
    ['an encoding', '/files/a', { headers: { 'content-encoding': 'gzip' } }],
    ['an origin', '/files/a', { headers: { origin: 'https://elsewhere.example' } }],
    ['a token', '/files/a', { headers: { authorization: 'Bearer wrong' } }],
  ])('do not look at %s', async (_, path, options) => {
    look.mockReturnValue(atHand(Buffer.from('bytes')));
    const [{ statusCode, headers }] = await ask(path, options);
    expect([statusCode, headers['x-common'], look.mock.calls.length]).toEqual([200, undefined, 0]);
    expect(info).not.toHaveBeenCalled();
  });

  it.each<[string, () => AnswerAtHand | null, lent?: number]>([
    ['nothing is at hand', () => null],
    [
      'something is wrong',
      () => {
        throw new Error('told on the ordinary way');
      },
    ],
    ['its head cannot be written', () => atHand(Buffer.from('bytes'), { 'x-name': 'new\nline' }), 1],
  ])('leave no trace where %s', async (_, found, lent = 0) => {
    look.mockImplementation(found);
    const [{ statusCode, headers }, body] = await ask('/files/a');
    expect([statusCode, body]).toEqual([200, 'the ordinary way']);
    expect(Object.keys(headers).sort()).toEqual(['connection', 'content-length', 'date']);
    expect(info).not.toHaveBeenCalled();
    expect(await metrics.text()).not.toContain('/files/:id');
    expect(release).toHaveBeenCalledTimes(lent);
  });
});
