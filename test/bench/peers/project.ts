import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { objectsOf, root } from '../places.js';
import { Child, freePort } from './child.js';

/** Who may read the metrics of the server under measurement. */
export const metricsToken = 'the token of the bench';

/** The built server as users start it in production. Its limits are on, only wider: everybody comes from one address. */
export async function startProject(databaseUrl: string): Promise<Child> {
  const objects = objectsOf(databaseUrl);
  mkdirSync(objects, { recursive: true });
  const port = await freePort();
  return Child.start({
    name: `project-${new URL(databaseUrl).pathname.slice(1)}`,
    command: process.execPath,
    args: [join(root, 'dist/server/main.js')],
    env: {
      NODE_ENV: 'production',
      PORT: String(port),
      PUBLIC_URL: publicUrl,
      DATABASE_URL: databaseUrl,
      STORAGE_URL: `file:${objects}`,
      APP_SECRET: 'the secret of the bench, 32 characters or more',
      METRICS_TOKEN: metricsToken,
      RATE_LIMIT_FACTOR: '1000',
      SIGNUP_POINTS: '100000000',
    },
    port,
  });
}

/** The base of links in answers, the same in every run and on both sides. */
export const publicUrl = 'http://hapju.example';
