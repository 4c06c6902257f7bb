import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { folder } from '../places.js';
import { Child, freePort } from './child.js';

/** The version of the nginx on this machine; null without one. */
export function nginxVersion(): string | null {
  const { stderr, error } = spawnSync('nginx', ['-v'], { encoding: 'utf8' });
  return error ? null : (/nginx\/([\d.]+)/.exec(stderr)?.[1] ?? 'unknown');
}

/** An nginx that serves a folder of stored objects. */
export async function startNginx(objects: string): Promise<Child> {
  const port = await freePort();
  const own = join(folder, 'nginx');
  mkdirSync(own, { recursive: true });
  const config = join(own, 'nginx.conf');
  writeFileSync(config, configOf(port, objects));
  return Child.start({
    name: 'nginx',
    command: 'nginx',
    args: ['-p', own, '-c', config, '-e', 'stderr'],
    port,
  });
}

// With tcp_nopush each range on a kept connection would wait 40 ms.
const configOf = (port: number, objects: string) => `
daemon off;
pid nginx.pid;
worker_processes 2;
worker_rlimit_nofile 8192;
${userInfo().uid === 0 ? 'user root;' : ''}
events { worker_connections 4096; }
http {
  access_log off;
  sendfile on;
  tcp_nodelay on;
  tcp_nopush off;
  keepalive_requests 1000000;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${name};`).join('\n  ')}
  server { listen 127.0.0.1:${port}; root ${objects}; }
}
`;
