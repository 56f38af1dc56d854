export interface TimedCacheOptions<Key, Value> {
  /** Answers undefined, or throws, where there is nothing to keep. */
  readonly load: (key: Key) => Promise<Value | undefined>;
  /** The least recently used goes first. */
  readonly maxEntries: number;
  readonly timeToLiveMs: number;
  /** A clock in ms. */
  readonly now: () => number;
}

interface Entry<Value> {
  readonly value: Value;
  refreshAt: number;
}

/** How long an old value serves before its refresh is tried again. */
const refreshAgainMs = 30_000;

/**
 * Keeps what was loaded. Callers that ask for a key at the same time share one load. A value past
 * its time to live serves on while it is refreshed, and where the refresh fails: what stands behind
 * an id does not change, and a registry that is away must not stop a producer.
 */
export class TimedCache<Key, Value> {
  readonly #options: TimedCacheOptions<Key, Value>;
  readonly #entries = new Map<Key, Entry<Value>>();
  readonly #loading = new Map<Key, Promise<Value | undefined>>();
  #newest: Key | undefined;

  constructor(options: TimedCacheOptions<Key, Value>) {
    this.#options = options;
  }

  /** What is kept, without waiting; starts its refresh where it is old. */
  peek(key: Key): Value | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    // A Map keeps the order of insertion: the last used stands last.
    if (key !== this.#newest) {
      this.#entries.delete(key);
      this.#entries.set(key, entry);
      this.#newest = key;
    }
    if (entry.refreshAt <= this.#options.now()) this.#refresh(key, entry);
    return entry.value;
  }

  /** Rejects only where nothing is kept and the load failed. */
  get(key: Key): Promise<Value | undefined> {
    const kept = this.peek(key);
    return kept === undefined ? this.#load(key) : Promise.resolve(kept);
  }

  #refresh(key: Key, entry: Entry<Value>): void {
    entry.refreshAt = this.#options.now() + refreshAgainMs;
    this.#load(key).catch(() => {});
  }

  #load(key: Key): Promise<Value | undefined> {
    let loading = this.#loading.get(key);
    if (loading === undefined) {
      loading = this.#loadAndKeep(key).finally(() => this.#loading.delete(key));
      this.#loading.set(key, loading);
    }
    return loading;
  }

  async #loadAndKeep(key: Key): Promise<Value | undefined> {
    const { load, maxEntries, timeToLiveMs, now } = this.#options;
    const value = await load(key);
    if (value === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, { value, refreshAt: now() + timeToLiveMs });
    this.#newest = key;
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= maxEntries) break;
      this.#entries.delete(oldest);
    }
    return value;
  }
}
