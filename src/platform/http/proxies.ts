import type { IncomingMessage } from 'node:http';
import { isIP, isIPv4 } from 'node:net';
import proxyAddress from '@fastify/proxy-addr';

/** Whether what an address says about those before it (`X-Forwarded-…`) counts. */
export type Trust = (address: string) => boolean;

/** Trusts these addresses and networks (`10.0.0.0/8`), and nobody else. */
export function trusting(proxies: readonly string[]): Trust {
  const trusts = proxyAddress.compile([...proxies]);
  return (address) => trusts(address, 0);
}

/** The address of whoever sent a request: the nearest one that is not trusted, as Fastify's `request.ip`. */
export function callerOf(request: IncomingMessage, trust: Trust): string {
  return proxyAddress(request, trust);
}

/** Whether `text` is an address, or a network in CIDR notation; all addresses at once are none. */
export function isNetwork(text: string): boolean {
  const [, address = '', prefix = '1'] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const bits = Number(prefix);
  return isIP(address) !== 0 && bits >= 1 && bits <= (isIPv4(address) ? 32 : 128);
}
