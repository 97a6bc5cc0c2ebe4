import type { Fault } from '@assay/schema/faults.ts';
import { LIMITS } from '@assay/schema/limits.ts';

/** Why JSON text is rejected. */
export interface JsonRefusal {
  code: 'malformed_json' | 'nesting_too_deep' | 'invalid_request';
  /** Where, for `invalid_request`; as far as one request is told of them. */
  faults: Fault[];
}

export type JsonReading = { value: unknown } | JsonRefusal;

// More tell a caller nothing new.
const MOST_FAULTS = 50;

/**
 * Parses JSON from any entry point. Values that could not be stored exactly as sent are rejected:
 * numbers beyond the range of doubles, which parsing makes infinite and writing makes null; the key
 * `__proto__`, which vanishes when objects are copied; and keys with half of a surrogate pair,
 * which UTF-8 cannot hold, so that different keys would be stored as one.
 *
 * @param levels of nesting that are allowed, told before parsing, so that no walk can overflow
 */
export function readJson(text: string, levels: number = LIMITS.nestingDepth): JsonReading {
  const look = lookOver(text, levels);
  if (look === 'deep') return { code: 'nesting_too_deep', faults: [] };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { code: 'malformed_json', faults: [] };
  }
  if (look === 'plain' && !mayHoldKeyFaults(text)) return { value };
  const faults: Fault[] = [];
  findFaults(value, [], faults);
  return faults.length === 0 ? { value } : { code: 'invalid_request', faults };
}

/** Why an object may not have such a key; undefined when it may. */
export function keyFault(key: string): string | undefined {
  if (key === '__proto__') return 'is not allowed as a key';
  return key.isWellFormed() ? undefined : 'is a key that is not well-formed Unicode';
}

// Finding faults is worth its time only where the text has the key, or one of its letters or a
// surrogate as an escape. Texts may have them too.
const KEY_FAULT = /__proto__|\\u(?:00(?:5f|6f|7[024])|d[89a-f])/i;

function mayHoldKeyFaults(text: string): boolean {
  // Looking for a fixed text is many times faster than for a pattern.
  return (text.includes('\\u') || text.includes('__proto__')) && KEY_FAULT.test(text);
}

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

// The largest double has 309.
const DIGITS_OF_LARGE = 309;

const ZERO = 0x30;
const NINE = 0x39;
const CAPITAL_E = 0x45;
const SMALL_E = 0x65;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/**
 * What shows of JSON text before it is parsed: whether it nests deeper than a limit, so that no walk
 * can overflow, and whether a number in it may be infinite, with an exponent or 309 digits.
 */
function lookOver(json: string, limit: number): 'deep' | 'large numbers' | 'plain' {
  let depth = 0;
  let digits = 0;
  let isLarge = false;
  for (let i = 0; i < json.length; i += 1) {
    const code = json.charCodeAt(i);
    if (code >= ZERO && code <= NINE) {
      digits += 1;
      isLarge ||= digits >= DIGITS_OF_LARGE;
      continue;
    }
    // After a digit it is no letter of true or false.
    isLarge ||= digits > 0 && (code === SMALL_E || code === CAPITAL_E);
    digits = 0;
    if (code === QUOTE) i = endOfString(json, i);
    else if (code === OPEN_BRACKET || code === OPEN_BRACE) {
      depth += 1;
      if (depth > limit) return 'deep';
    } else if (code === CLOSE_BRACKET || code === CLOSE_BRACE) depth -= 1;
  }
  return isLarge ? 'large numbers' : 'plain';
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
