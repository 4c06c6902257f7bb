import { fork } from 'node:child_process';
import type { EventEmitter } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { packageFolder } from '../../platform/package-folder.js';
import type { TaggedFile } from './file-tags.js';

/** Code that runs beside the event loop, with limits on its memory. */
export interface RunningWorker {
  /** Tells of each `message`, of an `error`, and of its `exit`. */
  readonly events: EventEmitter;
  post(message: unknown): void;
  stop(): void;
}

const megabytes = { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 };

/** The compiled code, also where this file itself runs uncompiled, as in the tests, or bundled. */
const compiled = (name: string) => new URL(`dist/media/audio/${name}.js`, packageFolder);

/** A thread that decodes a file by code of our own, which takes little memory. */
export function startAnalysis(): RunningWorker {
  const worker = new Worker(compiled('analysis.worker'), { resourceLimits: megabytes });
  return {
    events: worker,
    post: (message) => worker.postMessage(message),
    stop: () => void worker.terminate(),
  };
}

/**
 * A process that reads the tags of a file. A thread would not do: where a text of millions of parts is taken apart at
 * once, V8 ends the whole process. It knows nothing of the environment.
 */
export function startTagReader({ size, contentType }: TaggedFile): RunningWorker {
  const child = fork(fileURLToPath(compiled('tags.process')), [String(size), contentType], {
    env: {},
    execArgv: [`--max-old-space-size=${megabytes.maxOldGenerationSizeMb}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  return {
    events: child,
    // One that has ended says so by its exit.
    post: (message) => child.send(message as never, () => undefined),
    stop: () => child.kill('SIGKILL'),
  };
}
