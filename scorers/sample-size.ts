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
  return Object.entries(value).reduce(
    (sum, [name, member]) => sum + (Array.isArray(value) ? 0 : name.length) + sizeOfValue(member),
    1,
  );
}
