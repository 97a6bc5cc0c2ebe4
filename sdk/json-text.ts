import { AssayError } from './errors.ts';

/**
 * A value as JSON. JSON.stringify would turn numbers that JSON does not have into null without a word.
 *
 * @throws AssayError `malformed_json` for those, and for what refers to itself
 */
export function jsonText(value: unknown): string {
  try {
    return JSON.stringify(value, finite);
  } catch (cause) {
    const message = `The request cannot be written as JSON: ${cause instanceof Error ? cause.message : cause}`;
    throw new AssayError({ code: 'malformed_json', message, cause });
  }
}

function finite(key: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new RangeError(`\`${key}\` is ${value}, which JSON cannot represent.`);
  }
  return value;
}
