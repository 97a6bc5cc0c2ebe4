import { type Fault, faultsOf } from '@assay/schema/faults.ts';
import { jsonPointer } from '@assay/schema/json-pointer.ts';
import { LIMITS } from '@assay/schema/limits.ts';
import { Sample } from '@assay/schema/sample.ts';
import { shorten } from '@assay/scorers/shorten.ts';
import { readJson } from '../../core/json-text.ts';
import type { Line } from './read-lines.ts';

/** A line that holds a sample, as it came. */
export interface SampleLine {
  line: number;
  sampleId: string | null;
  json: string;
}

/** What is wrong with a line, and where in its sample. */
export interface LineFault {
  line: number;
  pointer: string;
  message: string;
  /** The place in the batch of the sample whose id it repeats. */
  earlier?: number;
}

const POINTER_CHARACTERS = 256;

/** A sample that came as a value, whose text was held to the limits of JSON, and its place from 1. */
export interface GivenSample {
  number: number;
  value: unknown;
}

/** The sample of a line or of a list, or each of its faults. */
export function readSample(given: Line | GivenSample): SampleLine | LineFault[] {
  if ('value' in given) return checkSample(given.number, given.value);
  const { number, text, fault } = given;
  if (text === null) return faults(number, fault);
  const reading = readJson(text);
  if ('value' in reading) return checkSample(number, reading.value, text);
  if (reading.code === 'malformed_json')
    return faults(number, 'is not JSON: send one sample per line');
  if (reading.code === 'nesting_too_deep') {
    return faults(number, `is nested more than ${LIMITS.nestingDepth} levels deep`);
  }
  return atLine(number, reading.faults);
}

/** @param text of the sample, where it came as one */
function checkSample(line: number, value: unknown, text?: string): SampleLine | LineFault[] {
  const parsed = Sample.safeParse(value);
  if (!parsed.success) return atLine(line, faultsOf(parsed.error.issues, Sample));
  return { line, sampleId: parsed.data.id ?? null, json: text ?? JSON.stringify(value) };
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
