import { join } from 'node:path';
import { root } from '../places.js';
import { Child, freePort } from './child.js';
import { publicUrl } from './project.js';

/** The hand-written server that everything is a multiple of. */
export async function startFloor(databaseUrl: string): Promise<Child> {
  const port = await freePort();
  return Child.start({
    name: `floor-${new URL(databaseUrl).pathname.slice(1)}`,
    command: process.execPath,
    args: [join(root, 'dist/bench/floor/server.js'), databaseUrl, String(port), publicUrl],
    env: { NODE_ENV: 'production' },
    port,
  });
}
