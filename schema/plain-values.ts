import { LIMITS } from './limits.ts';

/** What a value is read as; undefined where only its schema can tell. */
export type Read = (value: unknown) => unknown;

/** The members of an object, in the order of its schema. */
type Members = readonly (readonly [key: string, read: Read])[];

// One character takes three bytes of UTF-8 at most.
const SURELY_SHORT = Math.floor(LIMITS.textBytes / 3);

export const plainText: Read = (value) =>
  typeof value === 'string' && value.length <= SURELY_SHORT ? value : undefined;

export const plainName: Read = (value) =>
  typeof value === 'string' &&
  value.length > 0 &&
  value.length <= LIMITS.nameCharacters &&
  value.isWellFormed()
    ? value
    : undefined;

/** One of a few texts. */
export function plainOneOf(values: readonly string[]): Read {
  return (value) => values.find((one) => one === value);
}

export function plainList(read: Read, least: number, most: number): Read {
  return (value) => {
    if (!Array.isArray(value) || value.length < least || value.length > most) return undefined;
    const items: unknown[] = [];
    for (const item of value) {
      const found = read(item);
      if (found === undefined) return undefined;
      items.push(found);
    }
    return items;
  };
}

/** An object with no members but these, each of which may be absent. */
export function plainObject(members: Members): Read {
  return (value) => {
    if (!isPlain(value)) return undefined;
    const found: Record<string, unknown> = {};
    let count = 0;
    for (const [key, read] of members) {
      const member = value[key];
      if (member === undefined) continue;
      found[key] = read(member);
      if (found[key] === undefined) return undefined;
      count += 1;
    }
    // What has another member, or one that is undefined, is for the schema.
    return count === Object.keys(value).length ? found : undefined;
  };
}

export const plainRecord: Read = (value) =>
  isPlain(value) && !Object.hasOwn(value, '__proto__') ? { ...value } : undefined;

export function isPlain(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
  );
}
