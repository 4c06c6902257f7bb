import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { packageFolder } from '../../platform/package-folder.js';

/** A piece of music that comes with the demo, as `make-tracks.mjs` wrote it into `manifest.json`. */
export interface DemoTrack {
  /** Absolute path of the audio file. */
  readonly file: string;
  /** Absolute path of its cover, a JPEG or PNG of 400 by 400. */
  readonly cover: string;
  /** Media type of the audio file: `audio/mpeg`, `audio/mp4`, `audio/ogg` or `audio/flac`. */
  readonly contentType: string;
  /** The same as in the file's own tags. */
  readonly title: string;
  /** The same as in the file's own tags. */
  readonly artist: string;
  /** The same as in the file's own tags. */
  readonly album: string;
  /** Length of the decoded audio in seconds, to the millisecond. */
  readonly durationSeconds: number;
  /** Loudest sample of each of 1,024 equal slices, one byte each (255 is full scale), in base64. */
  readonly peaks: string;
}

// The compiler copies no audio into dist/, so the files are read from src/; this path leads there from
// src/demo/tracks as well as from dist/demo/tracks.
const folder = new URL('src/demo/tracks/', packageFolder);

/** The music of the demo, in the order of the files' names. */
export async function readDemoTracks(): Promise<DemoTrack[]> {
  const manifest = JSON.parse(await readFile(new URL('manifest.json', folder), 'utf8')) as DemoTrack[];
  return manifest.map((track) => ({
    ...track,
    file: fileURLToPath(new URL(track.file, folder)),
    cover: fileURLToPath(new URL(track.cover, folder)),
  }));
}
