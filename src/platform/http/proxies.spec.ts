import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { callerOf, isNetwork, trusting } from './proxies.js';

const from = (peer: string, forwarded?: string) =>
  ({
    socket: { remoteAddress: peer },
    headers: { 'x-forwarded-for': forwarded },
  }) as unknown as IncomingMessage;

describe('whoever calls', () => {
  it.each<[string, string[], string, string | undefined, string]>([
    ['is the peer when nobody is trusted', [], '10.0.0.1', '1.2.3.4', '10.0.0.1'],
    ['is the peer when it is not the proxy', ['10.0.0.2'], '10.0.0.1', '1.2.3.4', '10.0.0.1'],
    ['is who stands before the proxy', ['10.0.0.1'], '10.0.0.1', '1.2.3.4', '1.2.3.4'],
    ['is not who it claims to be before that', ['10.0.0.1'], '10.0.0.1', '6.6.6.6, 1.2.3.4', '1.2.3.4'],
    [
      'stands before many proxies',
      ['10.0.0.0/8', '192.168.1.1'],
      '10.9.9.9',
      '1.2.3.4, 192.168.1.1, 10.3.3.3',
      '1.2.3.4',
    ],
    ['may be a proxy itself', ['10.0.0.0/8'], '10.9.9.9', '10.1.1.1', '10.1.1.1'],
    ['is the proxy when it says nothing', ['10.0.0.1'], '10.0.0.1', undefined, '10.0.0.1'],
    ['is told apart in IPv6', ['fd00::/8'], 'fd00::1', '2001:db8::7', '2001:db8::7'],
    ['is the same in IPv4 over IPv6', ['127.0.0.1'], '::ffff:127.0.0.1', '1.2.3.4', '1.2.3.4'],
  ])('%s', (_, proxies, peer, forwarded, caller) => {
    expect(callerOf(from(peer, forwarded), trusting(proxies))).toBe(caller);
  });
});

describe('a network', () => {
  it.each(['10.0.0.1', '10.0.0.0/8', '0.0.0.0/1', '::1', 'fd00::/8', '::ffff:10.0.0.1'])(
    'may be %s',
    (text) => {
      expect(isNetwork(text)).toBe(true);
      expect(() => trusting([text])).not.toThrow();
    },
  );

  it.each([
    '',
    'loopback',
    'proxy.example',
    '10.0.0.0/33',
    '0.0.0.0/0',
    '::/0',
    '::/129',
    '10.0.0.0/',
    '10.0.0.0/8/8',
    '10.0.0.0/255.0.0.0',
    '1',
  ])('is never %j', (text) => {
    expect(isNetwork(text)).toBe(false);
  });
});
