import { type Fault, faultsOf } from '@assay/schema/faults.ts';
import { jsonPointer } from '@assay/schema/json-pointer.ts';
import { LIMITS } from '@assay/schema/limits.ts';
import { shorten } from '@assay/scorers/shorten.ts';
import type * as z from 'zod';
import { readJson } from './json-text.ts';
import type { Line } from './read-lines.ts';

/** A record that came as a value, whose text was held to the limits of JSON, and its place from 1. */
export interface GivenRecord {
  number: number;
  value: unknown;
  /** What it counts for in weighted statistics, where its source says so. */
  weight?: number | undefined;
}

/** A line that holds a valid record. */
export interface ReadRecord<Value> {
  line: number;
  value: Value;
  /** As it came. */
  json: string;
}

/** What is wrong with a line, and where in its record. */
export interface LineFault {
  line: number;
  pointer: string;
  message: string;
  /** The place, from 0, of the record whose id it repeats. */
  earlier?: number;
  /** That id, where it is to be named. */
  id?: string;
}

const POINTER_CHARACTERS = 256;

/**
 * The record of a line or of a list, or each of its faults.
 *
 * @param schemaFor the schema that a value is held to @param what one record is called
 */
export function readRecord<Value>(
  given: Line | GivenRecord,
  schemaFor: (value: unknown) => z.ZodType<Value>,
  what: string,
): ReadRecord<Value> | LineFault[] {
  if ('value' in given) return check(given.number, given.value, schemaFor);
  const { number, text, fault } = given;
  if (text === null) return faults(number, fault);
  const reading = readJson(text);
  if ('value' in reading) return check(number, reading.value, schemaFor, text);
  if (reading.code === 'malformed_json')
    return faults(number, `is not JSON: send one ${what} per line`);
  if (reading.code === 'nesting_too_deep') {
    return faults(number, `is nested more than ${LIMITS.nestingDepth} levels deep`);
  }
  return atLine(number, reading.faults);
}

/** @param text of the record, where it came as one */
function check<Value>(
  line: number,
  value: unknown,
  schemaFor: (value: unknown) => z.ZodType<Value>,
  text?: string,
): ReadRecord<Value> | LineFault[] {
  const schema = schemaFor(value);
  const parsed = schema.safeParse(value);
  if (!parsed.success) return atLine(line, faultsOf(parsed.error.issues, schema));
  return { line, value: parsed.data, json: text ?? JSON.stringify(value) };
}

function atLine(line: number, found: readonly Fault[]): LineFault[] {
  return found.map(({ path, message }) => ({
    line,
    // A key can be as long as the line.
    pointer: shorten(jsonPointer(path), POINTER_CHARACTERS),
    message,
  }));
}

function faults(line: number, message: string): LineFault[] {
  return [{ line, pointer: '', message }];
}
