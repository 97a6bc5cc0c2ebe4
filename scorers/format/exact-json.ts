/** JSON read with all the digits of its numbers, so that different ones never count as equal. */
import { inexactNumberIn } from '@assay/schema/content-calls.ts';
import { exactJson } from '@assay/schema/exact-number.ts';
import { jsonPointer } from '@assay/schema/json-pointer.ts';
import type { JsonValue } from '@assay/schema/types.ts';
import { type Failed, failed } from '../outcome.ts';
import { findJson } from './find-json.ts';

/** A value, and the same with the numbers that no double holds. */
export interface Compared {
  value: JsonValue;
  exact: unknown;
}

export function comparedOf({ value, json }: { value: JsonValue; json: string }): Compared {
  return { value, exact: exactJson(json, value) };
}

/** The expected value; a text is read as JSON where it is. */
export function readWanted(expected: JsonValue): Compared | Failed {
  if (typeof expected === 'string') {
    const search = findJson(expected, 'strict');
    return 'found' in search ? comparedOf(search.found[0]) : { value: expected, exact: expected };
  }
  const path = inexactNumberIn(expected);
  if (path === undefined) return { value: expected, exact: expected };
  return failed(
    'sample_field_invalid',
    `\`expected\`${path.length > 0 ? ` has a number at ${jsonPointer(path)} that` : ''} is beyond ±(2^53 − 1), where JSON parsers round numbers. Send \`expected\` as JSON text.`,
  );
}
