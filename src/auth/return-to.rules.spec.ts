import { describe, expect, it } from 'vitest';
import { BadInput } from '../platform/errors.js';
import { checkedReturnTo, withParameter } from './return-to.rules.js';

const origins = ['https://app.example', 'http://localhost:3000'];

describe('the address to return to', () => {
  it.each([
    ['https://app.example', 'https://app.example/'],
    ['https://app.example/a/b?c=d#e', 'https://app.example/a/b?c=d#e'],
    ['HTTPS://APP.example:443/', 'https://app.example/'],
    ['http://localhost:3000/welcome', 'http://localhost:3000/welcome'],
    ['https://app.example//evil.example', 'https://app.example//evil.example'],
    ['https://app.example/합주', 'https://app.example/%ED%95%A9%EC%A3%BC'],
  ])('may be %s', (text, sent) => {
    expect(checkedReturnTo(text, origins)).toBe(sent);
  });

  it.each([
    '',
    '/',
    '/welcome',
    '//evil.example',
    '//app.example',
    '/\\evil.example',
    '\\\\evil.example',
    'https:evil.example',
    'https:/app.example',
    'https:\\\\app.example',
    'https://app.example\\@evil.example',
    'https://evil.example',
    'https://evil.example/https://app.example',
    'https://evil.example?https://app.example',
    'https://app.example.evil.example',
    'https://app.example.',
    'https://notapp.example',
    'https://sub.app.example',
    'https://app.example@evil.example',
    'https://app.example:pass@evil.example',
    'https://user@app.example',
    'https://:pass@app.example',
    'https://app.example:8443',
    'http://app.example',
    'http://localhost',
    'http://127.0.0.1:3000',
    'https://аpp.example',
    'javascript:alert(1)',
    'javascript://app.example/%0aalert(1)',
    'data:text/html,x',
    'blob:https://app.example/x',
    'ftp://app.example',
    ' https://app.example',
    'https://app.example/\n',
    'https://app.exam\tple',
    'https://app.example/ evil',
  ])('may not be %j', (text) => {
    expect(() => checkedReturnTo(text, origins)).toThrow(BadInput);
    expect(() => checkedReturnTo(text, origins)).toThrow(
      'returnTo: must be an address at an origin that this server returns to',
    );
  });

  it('may have 2,000 characters', () => {
    const address = (length: number) => 'https://app.example/'.padEnd(length, 'a');
    expect(checkedReturnTo(address(2_000), origins)).toBe(address(2_000));
    expect(() => checkedReturnTo(address(2_001), origins)).toThrow(BadInput);
  });

  it('gets one parameter, and keeps everything else', () => {
    expect(withParameter('https://app.example/a?b=c&code=old&error=old#d', 'code', 'new')).toBe(
      'https://app.example/a?b=c&code=new#d',
    );
    expect(withParameter('https://app.example/?code=old', 'error', 'access_denied')).toBe(
      'https://app.example/?error=access_denied',
    );
  });
});
