import type { SampleView } from './sample.ts';

const known = new WeakMap<SampleView, number>();

/** The characters of all texts in a sample, and one for each value: what reading it all takes. */
export function sizeOf(sample: SampleView): number {
  const size = known.get(sample) ?? sizeOfValue(sample);
  known.set(sample, size);
  return size;
}

/** The characters of all texts in a value, and one for each value in it. */
export function sizeOfValue(value: unknown): number {
  if (typeof value === 'string') return 1 + value.length;
  if (typeof value !== 'object' || value === null) return 1;
  let size = 1;
  if (Array.isArray(value)) {
    for (const item of value) size += sizeOfValue(item);
    return size;
  }
  // Not by Object.entries, which would make a list for each member: this runs over every sample.
  for (const key of Object.keys(value)) {
    size += key.length + sizeOfValue(value[key as keyof typeof value]);
  }
  return size;
}
