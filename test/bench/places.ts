import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the project; this file runs from `dist/bench`. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** What outlives a run lies here: the filled databases, the file that is streamed, and the logs. */
export const folder = join(tmpdir(), 'hapju-bench');

/** The folder of stored objects. */
export const objects = join(folder, 'objects');

/** Tells on stderr what goes on; stdout is for the result alone. */
export function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}
