import { describe, expect, it } from 'vitest';
import { Clock } from '../platform/clock.js';
import { readConfig } from '../platform/config.js';
import { StreamSignatures } from './stream-signatures.js';

class StillClock extends Clock {
  instant = Date.parse('2026-11-21T03:20:00Z');
  override now = () => this.instant;
}

function signatures(secret = 'a secret for these tests alone, long enough') {
  const clock = new StillClock();
  return { clock, signing: new StreamSignatures(readConfig({ APP_SECRET: secret }), clock) };
}

const id = '019aa3e0-0000-7000-8000-000000000001';
const other = '019aa3e0-0000-7000-8000-000000000002';

describe('the signature of a stream', () => {
  it('is the same within the hour, and good for 6 hours at least', () => {
    const { clock, signing } = signatures();
    const query = signing.sign(id);
    expect(query).toMatch(/^e=1795255200&k=[\w-]{8}&s=[\w-]{43}$/);
    clock.instant = Date.parse('2026-11-21T04:00:00Z');
    expect(signing.sign(id)).toBe(query);
    clock.instant += 1;
    expect(signing.sign(id)).not.toBe(query);
    clock.instant = Date.parse('2026-11-21T09:59:59.999Z');
    expect(() => signing.check(id, query)).not.toThrow();
    clock.instant += 1;
    expect(() => signing.check(id, query)).toThrow('not good');
  });

  it('belongs to one object and one key', () => {
    const { signing } = signatures();
    const query = signing.sign(id);
    expect(() => signing.check(other, query)).toThrow('not good');
    expect(() => signatures('another secret, just as long as the first').signing.check(id, query)).toThrow(
      'not good',
    );
  });

  it.each([
    ['prolonged', (query: string) => query.replace('e=1795255200', 'e=1795258800')],
    ['with a leading zero', (query: string) => query.replace('e=', 'e=0')],
    ['with another key', (query: string) => query.replace(/k=./, 'k=!')],
    ['without its last character', (query: string) => query.slice(0, -1)],
    [
      'with its last bits changed',
      (query: string) => query.slice(0, -1) + String.fromCharCode(query.charCodeAt(query.length - 1) + 1),
    ],
    ['padded', (query: string) => `${query}=`],
    ['with something else', (query: string) => `${query}&x=1`],
    ['with a part twice', (query: string) => `${query}&${query.split('&')[0]}`],
    ['in another order', (query: string) => query.split('&').reverse().join('&')],
    ['encoded otherwise', (query: string) => query.replace('e=1', 'e=%31')],
    ['empty', () => ''],
  ])('%s it is worth nothing', (_, change) => {
    const { signing } = signatures();
    expect(() => signing.check(id, change(signing.sign(id)))).toThrow('not good');
  });
});
