import { cpus, loadavg, totalmem } from 'node:os';
import type { DatabaseServer } from './peers/mariadb.js';
import { nginxVersion } from './peers/nginx.js';

/** On what it was measured. */
export function machine({ version, pid }: DatabaseServer) {
  return {
    cpus: cpus().length,
    model: cpus()[0]?.model.trim() ?? 'unknown',
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    load: loadavg().map((value) => Math.round(value * 100) / 100),
    node: process.version,
    database: version + (pid === null ? ' (not its own)' : ''),
    nginx: nginxVersion() ?? 'none',
  };
}
