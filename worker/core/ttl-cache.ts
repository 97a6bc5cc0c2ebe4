/** A bounded cache in the isolate's memory whose entries are forgotten after a time. */
export interface TtlCache<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
  delete(key: string): void;
}

/**
 * @param ttlMs how long an entry counts, in milliseconds
 * @param maxEntries how many are kept; the oldest go first
 */
export function createTtlCache<Value>(
  ttlMs: number,
  maxEntries: number,
  nowMs: () => number,
): TtlCache<Value> {
  const entries = new Map<string, { value: Value; untilMs: number }>();
  return {
    get(key) {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      if (entry.untilMs > nowMs()) return entry.value;
      entries.delete(key);
      return undefined;
    },
    set(key, value) {
      entries.delete(key);
      entries.set(key, { value, untilMs: nowMs() + ttlMs });
      const oldest = entries.keys().next();
      if (entries.size > maxEntries && !oldest.done) entries.delete(oldest.value);
    },
    delete(key) {
      entries.delete(key);
    },
  };
}
