/**
 * Keeps the latest values by key, so that going back shows what was there.
 *
 * @param most how many are kept
 * @returns the value of a key, made if it is not kept
 */
export function keep<Value>(most: number): (key: string, make: () => Value) => Value {
  const kept = new Map<string, Value>();
  return (key, make) => {
    const value = kept.get(key) ?? make();
    // Set anew, it is the latest.
    kept.delete(key);
    kept.set(key, value);
    for (const oldest of kept.keys()) {
      if (kept.size <= most) break;
      kept.delete(oldest);
    }
    return value;
  };
}
