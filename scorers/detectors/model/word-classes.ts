/** The class of each word that has one, by its hash: small, as a request finds it outside the processor's caches. */
export interface WordClasses {
  /** @returns undefined for a word without a class */
  get(hash: number): number | undefined;
  /** The same, but -1 for none. */
  classOf(hash: number): number;
}

const FILTER_BITS = 16;
const BUCKET_SHIFT = 20;

/**
 * @param hashes in 32 bits, sorted, each once
 * @param classes by the places of `hashes`
 */
export function createWordClasses(hashes: Uint32Array, classes: Uint8Array): WordClasses {
  // One bit for each lower half of a hash: most words have no class.
  const filter = new Uint32Array(2 ** FILTER_BITS / 32);
  const buckets = new Uint32Array(2 ** (32 - BUCKET_SHIFT) + 1);
  for (let i = 0; i < hashes.length; i++) {
    const hash = hashes[i] ?? 0;
    const low = hash & 0xffff;
    filter[low >>> 5] = (filter[low >>> 5] ?? 0) | (1 << (low & 31));
    const next = (hash >>> BUCKET_SHIFT) + 1;
    buckets[next] = (buckets[next] ?? 0) + 1;
  }
  for (let i = 1; i < buckets.length; i++) buckets[i] = (buckets[i] ?? 0) + (buckets[i - 1] ?? 0);

  function classOf(hash: number): number {
    const low = hash & 0xffff;
    if ((((filter[low >>> 5] ?? 0) >>> (low & 31)) & 1) === 0) return -1;
    const bucket = hash >>> BUCKET_SHIFT;
    const end = buckets[bucket + 1] ?? 0;
    for (let i = buckets[bucket] ?? 0; i < end; i++) {
      if (hashes[i] === hash) return classes[i] ?? -1;
    }
    return -1;
  }

  return {
    classOf,
    get(hash) {
      const found = classOf(hash);
      return found < 0 ? undefined : found;
    },
  };
}
