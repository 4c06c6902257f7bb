/**
 * Makes the demo music anew: composes, mixes and encodes every song of `songs/`, draws the covers and writes
 * `manifest.json`. A developer's tool, run as `node src/demo/tracks/make-tracks.mjs`; it needs the `ffmpeg` command with
 * libmp3lame and libopus. The server and its tests only read what this has written.
 */
import { readdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { renderCover } from './artwork.mjs';
import { encode, formatOf, measure } from './encode.mjs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));

const songs = (await readdir(here('songs'))).sort();
const manifest = [];
for (const [index, song] of songs.entries()) {
  const { about, compose, draw } = await import(`./songs/${song}`);
  const slug = song.replace('.mjs', '');
  const { extension, contentType, sampleRate } = formatOf(about.format);
  const file = `${slug}.${extension}`;
  const cover = `${slug}.${about.cover ?? 'jpg'}`;

  const picture = await renderCover(draw, about.cover, index + 1);
  await writeFile(here(cover), picture);
  await encode(compose(sampleRate), about, here(file), here(cover), picture);
  const { seconds, peaks } = await measure(here(file), sampleRate);

  const { title, artist, album } = about;
  const durationSeconds = Number(seconds.toFixed(3));
  manifest.push({ file, cover, contentType, title, artist, album, durationSeconds, peaks });
  console.log(`${file} ${durationSeconds} s`);
}
await writeFile(here('manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
