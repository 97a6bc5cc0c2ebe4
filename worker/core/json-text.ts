import type { Fault } from '@assay/schema/faults.ts';
import { LIMITS } from '@assay/schema/limits.ts';

/** Why JSON text cannot be taken. */
export interface JsonRefusal {
  code: 'malformed_json' | 'nesting_too_deep' | 'invalid_request';
  /** Where, for `invalid_request`; as far as one request is told of them. */
  faults: Fault[];
}

export type JsonReading = { value: unknown } | JsonRefusal;

// More tell a caller nothing new.
const MOST_FAULTS = 50;

/**
 * Parses JSON that somebody sent, on whichever way in. What would not be kept as it was sent is
 * refused: numbers beyond the range of doubles, which parsing makes infinite and writing makes null;
 * the key `__proto__`, which vanishes when objects are copied; and keys with half of a surrogate pair,
 * which UTF-8 cannot hold, so that different keys would be stored as one.
 *
 * @param levels of nesting that are allowed, told before parsing, so that no walk can overflow
 */
export function readJson(text: string, levels: number = LIMITS.nestingDepth): JsonReading {
  if (isNestedDeeper(text, levels)) return { code: 'nesting_too_deep', faults: [] };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { code: 'malformed_json', faults: [] };
  }
  if (!SUSPECT.test(text)) return { value };
  const faults: Fault[] = [];
  findFaults(value, [], faults);
  return faults.length === 0 ? { value } : { code: 'invalid_request', faults };
}

/** Why an object may not have such a key; undefined when it may. */
export function keyFault(key: string): string | undefined {
  if (key === '__proto__') return 'is not allowed as a key';
  return key.isWellFormed() ? undefined : 'is a key that is not well-formed Unicode';
}

// A walk is worth its time only where the text has one of these: the key or a letter of it escaped, a
// surrogate escaped, an exponent, or 309 digits in a row. Texts may have them too.
const SUSPECT = /__proto__|\\u(?:00(?:5f|6f|7[024])|d[89a-f])|\d[eE]\+?\d|(?<!\d)\d{309}/i;

function findFaults(value: unknown, path: PropertyKey[], faults: Fault[]): void {
  if (faults.length >= MOST_FAULTS) return;
  if (typeof value === 'number' && !Number.isFinite(value)) {
    const message = 'is too large for a number; the maximum is 1.8e308';
    faults.push({ path: [...path], message });
  }
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) findFaults(item, [...path, i], faults);
    return;
  }
  for (const [key, item] of Object.entries(value)) {
    const at = [...path, key];
    const fault = keyFault(key);
    if (fault !== undefined) faults.push({ path: at, message: fault });
    findFaults(item, at, faults);
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/** Whether JSON text nests deeper than a limit: told before parsing, so that no walk can overflow. */
function isNestedDeeper(json: string, limit: number): boolean {
  let depth = 0;
  for (let i = 0; i < json.length; i += 1) {
    const code = json.charCodeAt(i);
    if (code === QUOTE) i = endOfString(json, i);
    else if (code === OPEN_BRACKET || code === OPEN_BRACE) {
      depth += 1;
      if (depth > limit) return true;
    } else if (code === CLOSE_BRACKET || code === CLOSE_BRACE) depth -= 1;
  }
  return false;
}

/** The index of the quote that closes the string opened at `start`, or of the text's end. */
function endOfString(json: string, start: number): number {
  let end = start;
  for (;;) {
    end = json.indexOf('"', end + 1);
    if (end === -1) return json.length;
    let backslashes = 0;
    while (json.charCodeAt(end - 1 - backslashes) === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return end;
  }
}
