import { describe, expect, it } from 'vitest';
import { readPeaks } from './peaks.rules.js';

const stored = (bytes: readonly number[]) => Buffer.from(bytes).toString('base64');
const rising = stored(Array.from({ length: 1024 }, (_, index) => Math.floor(index / 4)));

describe('peaks', () => {
  it('are the loudest of the slices they cover, from 0 to 1', () => {
    expect(readPeaks(rising, 4)).toEqual([0.247, 0.498, 0.749, 1]);
    expect(readPeaks(rising, 1)).toEqual([1]);
  });

  it('all of them are what is stored', () => {
    const all = readPeaks(rising, 1024);
    expect(all).toHaveLength(1024);
    expect([all?.[0], all?.[1023], all?.[512]]).toEqual([0, 1, 0.502]);
  });

  it('a count that divides nothing evenly leaves no slice out', () => {
    const one = Array.from({ length: 1024 }, (_, index) => (index === 700 ? 255 : 0));
    expect(readPeaks(stored(one), 7)?.filter((peak) => peak === 1)).toHaveLength(1);
    expect(readPeaks(stored(one), 1000)?.filter((peak) => peak === 1)).toHaveLength(1);
  });

  it('of audio that could not be decoded are null', () => {
    expect(readPeaks(null, 10)).toBeNull();
  });

  it.each([0, -1, 1025])('%i of them are refused', (count) => {
    expect(() => readPeaks(rising, count)).toThrow('count: must be from 1 to 1024');
  });
});
