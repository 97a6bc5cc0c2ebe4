import { Buffer } from 'node:buffer';
import { jsonPointer } from '@assay/schema/json-pointer.ts';
import { LIMITS } from '@assay/schema/limits.ts';
import type { JsonObject, JsonValue } from '@assay/schema/types.ts';
import { keyFault } from '../../core/json-text.ts';
import { ApiProblem } from '../../core/problem.ts';

// What punctuation costs in JSON, and what bounds a value that refers to one part many times.
const BYTES_A_NODE = 2;

/**
 * The copy of a value that writing it as JSON and reading it again would give, held to the limits
 * of a request body, without writing it. Fields that are `undefined` are omitted.
 *
 * @throws ApiProblem `invalid_request` for what is no JSON, `nesting_too_deep`, `request_too_large`
 */
export function jsonValueOf(given: unknown): JsonValue {
  const path: string[] = [];
  let bytes = 0;

  function copy(value: unknown): JsonValue {
    bytes += BYTES_A_NODE;
    if (typeof value === 'string') bytes += Buffer.byteLength(value);
    if (bytes > LIMITS.requestBytes) throw new ApiProblem('request_too_large');
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    if (typeof value === 'number') {
      if (!Number.isFinite(value)) throw refusal('must be a finite number');
      // JSON has no negative zero.
      return value === 0 ? 0 : value;
    }
    if (Array.isArray(value)) return nested(() => Array.from(value, (item, i) => at(i, item)));
    if (isPlainObject(value)) return nested(() => copyObject(value));
    throw refusal(`must be a JSON value, not ${nameOf(value)}`);
  }

  function copyObject(value: Record<string, unknown>): JsonObject {
    const copied: JsonObject = {};
    for (const [key, item] of Object.entries(value)) {
      const fault = keyFault(key);
      if (fault !== undefined) throw refusal(fault, key);
      bytes += Buffer.byteLength(key);
      if (item !== undefined) copied[key] = at(key, item);
    }
    return copied;
  }

  function nested<Value>(copyItems: () => Value): Value {
    if (path.length >= LIMITS.nestingDepth) throw new ApiProblem('nesting_too_deep');
    return copyItems();
  }

  function at(key: string | number, item: unknown): JsonValue {
    path.push(String(key));
    const copied = copy(item);
    path.pop();
    return copied;
  }

  function refusal(message: string, ...more: string[]): ApiProblem {
    const pointer = jsonPointer([...path, ...more]);
    return new ApiProblem('invalid_request', { errors: [{ pointer, message }] });
  }

  return copy(given);
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

function nameOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return typeof value;
  return `a ${value.constructor.name}`;
}
