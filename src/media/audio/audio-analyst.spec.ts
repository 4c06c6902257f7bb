import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LocalStorage } from '../../platform/storage/local-storage.js';
import { ObjectNotFound, type ObjectStorage } from '../../platform/storage/storage.js';
import { readPeaks } from '../peaks.rules.js';
import { AnalysisPutOff, AudioAnalyst, CannotAnalyse } from './audio-analyst.js';

describe('the analyst', () => {
  let folder: string;
  let storage: ObjectStorage;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hapju-analyst-'));
    storage = await LocalStorage.create(folder);
    const song = fileURLToPath(new URL('../../../test/fixtures/cbr.mp3', import.meta.url));
    await storage.put('song', createReadStream(song), { contentType: 'audio/mpeg' });
    await storage.put('junk', Readable.from([Buffer.alloc(9000, 'junk')]), { contentType: 'audio/mpeg' });
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  it('decodes a stored file in a thread of its own', async () => {
    const { peaks, durationSeconds } = await new AudioAnalyst(storage).analyse('song');
    expect(durationSeconds).toBe(2.088);
    expect(readPeaks(peaks, 2)).toEqual([0.012, 0.729]);
  });

  it('says of what cannot be decoded that it cannot', async () => {
    await expect(new AudioAnalyst(storage).analyse('junk')).rejects.toThrow(CannotAnalyse);
  });

  it('gives up what takes too long', async () => {
    const analyst = new AudioAnalyst(storage);
    analyst.timeLimit = 1;
    await expect(analyst.analyse('song')).rejects.toThrow('it takes too long');
  });

  it('passes on what the storage says', async () => {
    await expect(new AudioAnalyst(storage).analyse('nothing')).rejects.toThrow(ObjectNotFound);
  });

  it('has a waiting line that ends, and is empty once the server stops', async () => {
    const analyst = new AudioAnalyst(storage);
    const all = Array.from({ length: 103 }, () => analyst.analyse('song').catch((error: unknown) => error));
    analyst.close();
    const outcomes = await Promise.all(all);
    expect(outcomes.filter((outcome) => outcome instanceof AnalysisPutOff)).toHaveLength(103);
    expect(
      outcomes.map((outcome) => (outcome as Error).message).filter((why) => why.startsWith('too')),
    ).toHaveLength(1);
  });
});
