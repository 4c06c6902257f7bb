import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Builds the server once, before the suites that run it in processes of its own. */
export function setup(): void {
  execFileSync('npm', ['run', '--silent', 'build'], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    stdio: 'inherit',
  });
}
