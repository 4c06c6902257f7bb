import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, datesBetween, daysBetween, isLocalDate, localDateAt } from './local-date.js';

describe('isLocalDate', () => {
  it.each([
    '2026-11-21',
    '2026-02-28',
    '2024-02-29',
    '2000-02-29',
    '2400-02-29',
    '2026-12-31',
    '0001-01-01',
    '9999-12-31',
  ])('knows %s', (text) => {
    expect(isLocalDate(text)).toBe(true);
  });

  it.each([
    '2026-02-29',
    '1900-02-29',
    '2100-02-29',
    '2026-02-30',
    '2026-04-31',
    '2026-00-10',
    '2026-13-01',
    '2026-01-00',
    '2026-01-32',
    '2026-1-1',
    '20261121',
    '2026/11/21',
    '26-11-21',
    '+002026-11-21',
    '-2026-11-21',
    '2026-11-21T00:00:00Z',
    ' 2026-11-21',
    '2026-11-21\n',
    '２０２６-11-21',
    '',
    'today',
  ])('does not know %j', (text) => {
    expect(isLocalDate(text)).toBe(false);
  });
});

describe('addDays', () => {
  it.each([
    ['2026-11-21', 0, '2026-11-21'],
    ['2026-11-30', 1, '2026-12-01'],
    ['2026-12-31', 1, '2027-01-01'],
    ['2027-01-01', -1, '2026-12-31'],
    ['2028-02-28', 1, '2028-02-29'],
    ['2028-02-29', 1, '2028-03-01'],
    ['2027-02-28', 1, '2027-03-01'],
    ['2028-02-29', 365, '2029-02-28'],
    ['2026-11-21', 365, '2027-11-21'],
    ['2027-11-21', 365, '2028-11-20'],
    ['2026-11-21', -325, '2025-12-31'],
  ])('%s and %i days make %s', (date, days, then) => {
    expect(addDays(date, days)).toBe(then);
    expect(daysBetween(date, then)).toBe(days);
    expect(daysBetween(then, date)).toBe(days === 0 ? 0 : -days);
  });
});

describe('datesBetween', () => {
  it('includes both ends', () => {
    expect(datesBetween('2028-02-27', '2028-03-02')).toEqual([
      '2028-02-27',
      '2028-02-28',
      '2028-02-29',
      '2028-03-01',
      '2028-03-02',
    ]);
  });

  it('is one date from a date to itself, and none backwards', () => {
    expect(datesBetween('2026-11-21', '2026-11-21')).toEqual(['2026-11-21']);
    expect(datesBetween('2026-11-21', '2026-11-20')).toEqual([]);
  });

  it('counts every day of a leap year', () => {
    const dates = datesBetween('2028-01-01', '2028-12-31');
    expect(dates).toHaveLength(366);
    expect(new Set(dates).size).toBe(366);
    expect(dates.filter((date) => !isLocalDate(date))).toEqual([]);
  });
});

describe('localDateAt', () => {
  it.each([
    ['2026-11-21T23:59:59+09:00', '2026-11-21'],
    ['2026-11-22T00:00:00+09:00', '2026-11-22'],
    ['2026-11-22T00:00:01+09:00', '2026-11-22'],
    ['2026-11-21T14:59:59.999Z', '2026-11-21'],
    ['2026-11-21T15:00:00Z', '2026-11-22'],
    ['2026-11-21T23:59:59Z', '2026-11-22'],
    ['2026-11-22T00:00:01Z', '2026-11-22'],
    ['2026-12-31T15:00:00Z', '2027-01-01'],
    ['2028-02-28T15:00:00Z', '2028-02-29'],
  ])('at %s it is %s in Seoul', (instant, date) => {
    expect(localDateAt(Date.parse(instant), 'Asia/Seoul')).toBe(date);
  });

  it('tells every zone its own date', () => {
    const at = Date.parse('2026-11-21T10:30:00Z');
    const zones = ['Pacific/Pago_Pago', 'America/Los_Angeles', 'UTC', 'Asia/Seoul', 'Pacific/Kiritimati'];
    expect(zones.map((zone) => localDateAt(at, zone))).toEqual([
      '2026-11-20',
      '2026-11-21',
      '2026-11-21',
      '2026-11-21',
      '2026-11-22',
    ]);
  });

  it('refuses a zone that does not exist', () => {
    expect(() => localDateAt(0, 'Asia/Hapju')).toThrow(RangeError);
  });
});

describe('the zone of the process', () => {
  const script = `
    import { addDays, datesBetween, daysBetween, isLocalDate, localDateAt } from './local-date.mjs';
    const at = (instant) => localDateAt(Date.parse(instant), 'Asia/Seoul');
    console.log(JSON.stringify([
      new Date(Date.parse('2026-11-21T15:00:00Z')).getDate(),
      ['2026-11-21T23:59:59+09:00', '2026-11-22T00:00:01+09:00', '2026-11-21T23:59:59Z'].map(at),
      addDays('2026-03-07', 2),
      daysBetween('2026-10-31', '2026-11-02'),
      datesBetween('2026-12-31', '2027-01-01'),
      ['2026-02-29', '2028-02-29'].map(isLocalDate),
    ]));`;
  const answers = [
    ['2026-11-21', '2026-11-22', '2026-11-22'],
    '2026-03-09',
    2,
    ['2026-12-31', '2027-01-01'],
    [false, true],
  ];
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'hapju-zone-'));
    const source = readFileSync(new URL('local-date.ts', import.meta.url), 'utf8');
    const { outputText } = ts.transpileModule(source, {
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 },
    });
    writeFileSync(join(folder, 'local-date.mjs'), outputText);
    writeFileSync(join(folder, 'script.mjs'), script);
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  // The first number is the day of the month there, and shows that the process does run in that zone.
  it.each([
    ['UTC', 21],
    ['Asia/Seoul', 22],
    ['America/Los_Angeles', 21],
    ['Pacific/Kiritimati', 22],
  ])('%s changes no date', (TZ, dayThere) => {
    const output = execFileSync(process.execPath, [join(folder, 'script.mjs')], {
      env: { TZ },
      encoding: 'utf8',
    });
    expect(JSON.parse(output)).toEqual([dayThere, ...answers]);
  });
});
