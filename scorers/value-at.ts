import { pointerSteps } from '@assay/schema/json-pointer.ts';
import type { JsonValue } from '@assay/schema/types.ts';

/**
 * The value in JSON that a name or path means: a member of that very name, or else a JSON pointer
 * (`/time/start`), or else names joined by dots (`time.start`), where a number is a place in a list.
 * An empty path is the whole.
 */
export function valueAt(whole: JsonValue, path: string): JsonValue | undefined;
export function valueAt(whole: unknown, path: string): unknown;
export function valueAt(whole: unknown, path: string): unknown {
  if (path === '') return whole;
  return stepsOf(whole, path).reduce(memberOf, whole);
}

/** JSON without the value that a name or path means; in a list null stands in its place. */
export function withoutAt(whole: unknown, path: string): unknown {
  return path === '' ? whole : without(whole, stepsOf(whole, path));
}

function without(value: unknown, [step = '', ...rest]: readonly string[]): unknown {
  const part = memberOf(value, step);
  if (part === undefined) return value;
  const left = rest.length === 0 ? undefined : without(part, rest);
  if (Array.isArray(value)) {
    return value.map((item, i) => (i === Number(step) ? (left ?? null) : item));
  }
  return Object.fromEntries(
    Object.entries(Object(value)).flatMap(([name, member]) => {
      if (name !== step) return [[name, member]];
      return left === undefined ? [] : [[name, left]];
    }),
  );
}

function stepsOf(whole: unknown, path: string): string[] {
  if (memberOf(whole, path) !== undefined) return [path];
  return path.startsWith('/') ? pointerSteps(path) : path.split('.');
}

/** A member of an object or list by its name or place. */
export function memberOf(value: unknown, step: string): unknown {
  if (Array.isArray(value)) return /^\d{1,15}$/.test(step) ? value[Number(step)] : undefined;
  const isOpen = typeof value === 'object' && value !== null && Object.hasOwn(value, step);
  return isOpen ? Object.getOwnPropertyDescriptor(value, step)?.value : undefined;
}
