import { faultsOf } from '@assay/schema/faults.ts';
import { jsonPointer } from '@assay/schema/json-pointer.ts';
import { LIMITS } from '@assay/schema/limits.ts';
import { Sample } from '@assay/schema/sample.ts';
import { hasInfiniteNumber, isNestedDeeper } from '../http/limits.ts';
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

/** The sample of a line, or each of its faults. */
export function readSampleLine({ number, text, fault }: Line): SampleLine | LineFault[] {
  if (text === null) return faults(number, fault);
  if (isNestedDeeper(text, LIMITS.nestingDepth)) {
    return faults(number, `nests deeper than ${LIMITS.nestingDepth} levels`);
  }
  if (hasInfiniteNumber(text)) {
    return faults(number, 'has a number too large to be kept as it is: 1.8e308 is the largest');
  }
  // As a key, this one vanishes when objects are copied.
  if (/"__proto__"\s*:/.test(text)) return faults(number, 'has a key called "__proto__"');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return faults(number, 'is not JSON: give one sample a line');
  }
  const parsed = Sample.safeParse(value);
  if (parsed.success) return { line: number, sampleId: parsed.data.id ?? null, json: text };
  return faultsOf(parsed.error.issues).map(({ path, message }) => ({
    line: number,
    pointer: jsonPointer(path),
    message,
  }));
}

function faults(line: number, message: string): LineFault[] {
  return [{ line, pointer: '', message }];
}
