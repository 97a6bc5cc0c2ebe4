import { createTtlCache } from './ttl-cache.ts';

/** A bounded cache in the isolate's memory of what is read from elsewhere. */
export interface RenewedCache<Value> {
  /** What is known, or else what `read` returns; undefined is not kept. */
  get(key: string, read: () => Promise<Value | undefined>): Promise<Value | undefined>;
  /** What is known. */
  peek(key: string): Value | undefined;
  set(key: string, value: Value): void;
  delete(key: string): void;
}

interface Entry<Value> {
  value: Value;
  renewFromMs: number;
}

// The read of a request that has ended never comes back: another request reads again after this.
const LOST_READ_MS = 1_000;

/**
 * An entry past half of its time is read again beside the request that asks for it, which does not wait:
 * where requests come in all the time, none of them waits for a read.
 *
 * @param ttlMs how long an entry counts, in milliseconds, also if it cannot be read again
 * @param maxEntries how many are kept; the oldest go first
 */
export function createRenewedCache<Value>(
  ttlMs: number,
  maxEntries: number,
  nowMs: () => number,
): RenewedCache<Value> {
  const entries = createTtlCache<Entry<Value>>(ttlMs, maxEntries, nowMs);
  // Counts what is set and deleted, so that what was read before is not kept after.
  let changes = 0;
  const keep = (key: string, value: Value) =>
    entries.set(key, { value, renewFromMs: nowMs() + ttlMs / 2 });

  function renew(key: string, entry: Entry<Value>, read: () => Promise<Value | undefined>): void {
    if (entry.renewFromMs > nowMs()) return;
    entry.renewFromMs = nowMs() + LOST_READ_MS;
    // After what the request does at once, such as to ask a model.
    setTimeout(() => void take(key, entry, read), 0);
  }

  async function take(
    key: string,
    entry: Entry<Value>,
    read: () => Promise<Value | undefined>,
  ): Promise<void> {
    try {
      const value = await read();
      if (entries.get(key) !== entry) return;
      if (value === undefined) entries.delete(key);
      else keep(key, value);
    } catch {
      // What cannot be read again counts until its time is over.
    }
  }

  return {
    async get(key, read) {
      const entry = entries.get(key);
      if (entry !== undefined) {
        renew(key, entry, read);
        return entry.value;
      }
      const before = changes;
      const value = await read();
      if (changes === before && value !== undefined) keep(key, value);
      return entries.get(key)?.value ?? value;
    },
    peek: (key) => entries.get(key)?.value,
    set(key, value) {
      changes += 1;
      keep(key, value);
    },
    delete(key) {
      changes += 1;
      entries.delete(key);
    },
  };
}
