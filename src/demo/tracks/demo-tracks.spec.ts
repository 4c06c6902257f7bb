import { readFile, stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type DemoTrack, readDemoTracks } from './demo-tracks.js';

/** The container a file is in, told by its first bytes: the media type, or `unknown`. */
function containerOf(bytes: Buffer): string {
  if (bytes.toString('latin1', 0, 3) === 'ID3') return 'audio/mpeg';
  if (bytes.toString('latin1', 4, 8) === 'ftyp') return 'audio/mp4';
  if (bytes.toString('latin1', 0, 4) === 'OggS') return 'audio/ogg';
  if (bytes.toString('latin1', 0, 4) === 'fLaC') return 'audio/flac';
  return 'unknown';
}

/** An image's format, told by its first bytes. */
function imageOf(bytes: Buffer): string {
  if (bytes.toString('hex', 0, 3) === 'ffd8ff') return 'jpeg';
  if (bytes.toString('latin1', 1, 4) === 'PNG') return 'png';
  return 'unknown';
}

describe('the music of the demo', () => {
  let tracks: DemoTrack[];

  beforeAll(async () => {
    tracks = await readDemoTracks();
  });

  it('is at least 12 tracks, each with a title of its own', () => {
    expect(tracks.length).toBeGreaterThanOrEqual(12);
    expect(new Set(tracks.map(({ title }) => title)).size).toBe(tracks.length);
  });

  it('is in four formats', () => {
    const types = [...new Set(tracks.map(({ contentType }) => contentType))];
    expect(types.toSorted()).toEqual(['audio/flac', 'audio/mp4', 'audio/mpeg', 'audio/ogg']);
  });

  it('is named by absolute paths, which work from any directory', () => {
    const paths = tracks.flatMap(({ file, cover }) => [file, cover]);
    expect(paths.filter((path) => !isAbsolute(path))).toEqual([]);
  });

  it('has every audio file, in the container its content type says', async () => {
    const found = await Promise.all(tracks.map(async ({ file }) => containerOf(await readFile(file))));
    expect(found).toEqual(tracks.map(({ contentType }) => contentType));
  });

  it('has a JPEG or PNG cover for every track', async () => {
    const found = await Promise.all(tracks.map(async ({ cover }) => imageOf(await readFile(cover))));
    expect(found).toEqual(tracks.map(({ cover }) => (cover.endsWith('.png') ? 'png' : 'jpeg')));
  });

  it('is below 12 MB together', async () => {
    const paths = tracks.flatMap(({ file, cover }) => [file, cover]);
    const sizes = await Promise.all(paths.map(async (path) => (await stat(path)).size));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(12_000_000);
  });

  it('lasts from 25 to 90 seconds a track', () => {
    const others = tracks.filter(({ durationSeconds: seconds }) => !(seconds >= 25 && seconds <= 90));
    expect(others).toEqual([]);
  });

  it('has 1,024 peaks a track, loud in the middle and fading out at the end', () => {
    for (const { title, peaks } of tracks) {
      const bytes = Buffer.from(peaks, 'base64');
      expect(bytes, title).toHaveLength(1024);
      expect(Math.max(...bytes.subarray(300, 700)), title).toBeGreaterThan(64);
      expect(bytes.at(-1), title).toBeLessThan(16);
    }
  });
});
