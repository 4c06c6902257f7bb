import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { randomFrom } from '../load/random.js';
import { objectsOf } from '../places.js';

/** The file that is streamed. */
export const track = {
  id: '00000000-0000-7000-8000-0000000050aa',
  key: 'audio/00000000-0000-7000-8000-0000000050aa.wav',
  size: 50_000_000,
};

/** Puts the file where the server on this database looks for it, and its row into the database. */
export async function placeTrack(databaseUrl: string): Promise<void> {
  const path = join(objectsOf(databaseUrl), track.key);
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, noise(track.size));
  }
  const sha256 = createHash('sha256').update(readFileSync(path)).digest('hex');
  const connection = await createConnection(databaseUrl.replace(/^mariadb:/, 'mysql:'));
  await connection.query(
    `REPLACE INTO media (id, kind, object_key, content_type, size, sha256, created_at)
     VALUES (?, 'AUDIO', ?, 'audio/wav', ?, ?, 1700000000000)`,
    [track.id, track.key, track.size, sha256],
  );
  await connection.end();
}

function noise(size: number): Buffer {
  const random = randomFrom(1);
  const words = new Uint32Array(size / 4).map(() => random() * 2 ** 32);
  return Buffer.from(words.buffer);
}
