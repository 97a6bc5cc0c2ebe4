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
  const named = memberOf(whole, path);
  if (named !== undefined) return named;
  const steps = path.startsWith('/') ? pointerSteps(path) : path.split('.');
  return steps.reduce(memberOf, whole);
}

/** A member of an object or list by its name or place. */
export function memberOf(value: unknown, step: string): unknown {
  if (Array.isArray(value)) return /^\d{1,15}$/.test(step) ? value[Number(step)] : undefined;
  const isOpen = typeof value === 'object' && value !== null && Object.hasOwn(value, step);
  return isOpen ? Object.getOwnPropertyDescriptor(value, step)?.value : undefined;
}
