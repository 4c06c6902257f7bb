import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Compiles before the suites run: worker threads start from compiled code. */
export function setup(): void {
  const cwd = fileURLToPath(new URL('..', import.meta.url));
  execFileSync('npm', ['run', 'build'], { cwd, stdio: 'pipe' });
}
