import { pointerSteps } from '@assay/schema/json-pointer.ts';

/** The text at a JSON pointer, also of a context whose pointer leads to the whole of it. */
export function textAt(whole: object, pointer: string): string | undefined {
  let value: unknown = whole;
  for (const step of pointerSteps(pointer)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step))
      return undefined;
    value = Object.getOwnPropertyDescriptor(value, step)?.value;
  }
  if (typeof value === 'object' && value !== null && 'text' in value) value = value.text;
  return typeof value === 'string' ? value : undefined;
}

/** A value with each of its texts mapped. */
export function mapStrings<Value>(value: Value, map: (text: string) => string): Value {
  if (typeof value === 'string') return map(value) as Value;
  if (Array.isArray(value)) return value.map((item) => mapStrings(item, map)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, one]) => [key, mapStrings(one, map)]);
  return Object.fromEntries(entries) as Value;
}
