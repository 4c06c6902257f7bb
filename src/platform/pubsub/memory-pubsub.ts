import type { Log } from '../ops/log.js';
import { PubSub } from './pubsub.js';

interface Listener {
  readonly tell: (message: unknown) => void;
}

/** Within this process. */
export class MemoryPubSub extends PubSub {
  private readonly listeners = new Map<string, Set<Listener>>();

  constructor(private readonly log: Pick<Log, 'error'>) {
    super();
  }

  /** The topics somebody listens to. */
  get topics(): ReadonlySet<string> {
    return new Set(this.listeners.keys());
  }

  override async publish(topic: string, message: unknown): Promise<void> {
    const text = JSON.stringify({ message });
    const listeners = this.listeners.get(topic) ?? new Set();
    for (const listener of [...listeners]) {
      // One before it may have ended its listening.
      if (!listeners.has(listener)) continue;
      try {
        listener.tell((JSON.parse(text) as { message: unknown }).message);
      } catch (error) {
        this.log.error({ err: error, topic }, 'a listener failed');
      }
    }
  }

  override subscribe(topic: string, tell: (message: unknown) => void): () => void {
    const listener = { tell };
    const listeners = this.listeners.get(topic) ?? new Set();
    this.listeners.set(topic, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.listeners.get(topic) === listeners) this.listeners.delete(topic);
    };
  }

  override close(): void {
    this.listeners.clear();
  }
}
