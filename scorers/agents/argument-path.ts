import { pointerSteps } from '@assay/schema/json-pointer.ts';
import type { JsonObject, JsonValue } from '@assay/schema/types.ts';

type Arguments = Readonly<Record<string, unknown>>;

/**
 * The argument that a name or path means: an argument of that very name, or else a JSON pointer
 * (`/time/start`), or else names joined by dots (`time.start`), where a number is a place in a list.
 */
export function argumentAt(given: JsonObject, path: string): JsonValue | undefined;
export function argumentAt(given: Arguments, path: string): unknown;
export function argumentAt(given: Arguments, path: string): unknown {
  if (Object.hasOwn(given, path)) return given[path];
  const steps = path.startsWith('/') ? pointerSteps(path) : path.split('.');
  return steps.reduce<unknown>(memberOf, given);
}

function memberOf(value: unknown, step: string): unknown {
  if (Array.isArray(value)) return /^\d{1,15}$/.test(step) ? value[Number(step)] : undefined;
  const isOpen = typeof value === 'object' && value !== null && Object.hasOwn(value, step);
  return isOpen ? Object.getOwnPropertyDescriptor(value, step)?.value : undefined;
}
