import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the project; this file runs from `dist/bench`. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** What outlives a run lies here: the filled databases, the file that is streamed, and the logs. */
export const folder = join(tmpdir(), 'hapju-bench');

/** The folder of the stored objects of a database. */
export const objectsOf = (databaseUrl: string): string =>
  join(folder, 'objects', new URL(databaseUrl).pathname.slice(1));

/** Tells on stderr what goes on; stdout is for the result alone. */
export function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}
