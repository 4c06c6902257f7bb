import { LRUCache } from 'lru-cache';

/** How long, and how many; `letGo` is told of each that is not kept any more. */
export interface RecentOptions<Value> {
  readonly most: number;
  readonly ms: number;
  readonly letGo?: (value: Value) => void;
}

/** What was found a moment ago under a key, for those who ask again and again: it is looked for once in a while. */
export class Recent<Value extends object> {
  private readonly kept: LRUCache<string, Value>;
  /** Those who ask at once find it once. */
  private readonly finding = new Map<string, Promise<Value>>();

  constructor(
    private readonly find: (key: string) => Promise<Value>,
    private readonly options: RecentOptions<Value>,
  ) {
    this.kept = new LRUCache({
      max: options.most,
      ttl: options.ms,
      ttlAutopurge: true,
      dispose: (value) => options.letGo?.(value),
    });
  }

  /** At once where it is kept. @throws whatever `find` does, which is not kept */
  get(key: string): Value | Promise<Value> {
    return this.kept.get(key) ?? this.finding.get(key) ?? this.findAnew(key);
  }

  /** Where it is kept. */
  atHand(key: string): Value | undefined {
    return this.kept.get(key);
  }

  /** From now on it is looked for anew; what is just being found is not kept. */
  forget(key: string): void {
    this.finding.delete(key);
    this.kept.delete(key);
  }

  /** Keeps nothing any more. */
  clear(): void {
    this.finding.clear();
    this.kept.clear();
  }

  private findAnew(key: string): Promise<Value> {
    const isWanted = () => this.finding.get(key) === finding && this.finding.delete(key);
    const finding = this.find(key).then(
      (value) => {
        if (isWanted()) this.kept.set(key, value);
        else this.options.letGo?.(value);
        return value;
      },
      (error: unknown) => {
        isWanted();
        throw error;
      },
    );
    this.finding.set(key, finding);
    return finding;
  }
}
