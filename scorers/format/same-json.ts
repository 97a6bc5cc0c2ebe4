import { canonicalJson } from '@assay/schema/canonical-json.ts';

/** How lists are the same: item by item, in any order, or when one has all items of the other. */
export type ListOrder = 'position' | 'any-order' | 'subset';

/** Whether two values are the same JSON, numbers digit by digit. */
export function sameJson(actual: unknown, wanted: unknown, lists: ListOrder): boolean {
  if (lists === 'position') return canonicalJson(actual) === canonicalJson(wanted);
  if (lists === 'any-order') return keyOf(actual) === keyOf(wanted);
  return covers(actual, wanted);
}

/** A text that two values share exactly when they are the same, whatever the order of their lists. */
export function keyOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(keyOf).sort().join()}]`;
  if (!isPlain(value)) return canonicalJson(value);
  const members = Object.entries(value).map(
    ([name, member]) => `${JSON.stringify(name)}:${keyOf(member)}`,
  );
  return `{${members.sort().join()}}`;
}

/** Whether a value is as wanted, its lists with all the items that are wanted in them. */
function covers(actual: unknown, wanted: unknown): boolean {
  if (Array.isArray(actual) && Array.isArray(wanted)) return coversItems(actual, wanted);
  if (!isPlain(actual) || !isPlain(wanted)) return canonicalJson(actual) === canonicalJson(wanted);
  const names = new Set([...Object.keys(actual), ...Object.keys(wanted)]);
  return [...names].every(
    (name) =>
      Object.hasOwn(actual, name) &&
      Object.hasOwn(wanted, name) &&
      covers(Reflect.get(actual, name), Reflect.get(wanted, name)),
  );
}

/** Each item accounts for one that is wanted; items are the same whatever the order inside them. */
function coversItems(actual: readonly unknown[], wanted: readonly unknown[]): boolean {
  return missingItems(actual, wanted).missing.length === 0;
}

/** The items wanted that are not there, and those there that are not wanted, by their places. */
export function missingItems(actual: readonly unknown[], wanted: readonly unknown[]) {
  const places = new Map<string, number[]>();
  for (const [i, item] of actual.entries()) {
    const key = keyOf(item);
    const same = places.get(key);
    if (same) same.push(i);
    else places.set(key, [i]);
  }
  const missing = [...wanted.keys()].filter((i) => {
    const same = places.get(keyOf(wanted[i]));
    return same?.pop() === undefined;
  });
  return { missing, extra: [...places.values()].flat() };
}

// An `ExactNumber` is an object too, and one value.
function isPlain(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.getPrototypeOf(value) === Object.prototype
  );
}
