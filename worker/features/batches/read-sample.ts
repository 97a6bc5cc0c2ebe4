import { Sample } from '@assay/schema/sample.ts';
import type { Line } from '../../core/read-lines.ts';
import { type GivenRecord, type LineFault, readRecord } from '../../core/read-record.ts';

/** A line that holds a sample, as it came. */
export interface SampleLine {
  line: number;
  sampleId: string | null;
  json: string;
  /** Null for 1. */
  weight: number | null;
}

/** The sample of a line or of a list, or each of its faults. */
export function readSample(given: Line | GivenRecord): SampleLine | LineFault[] {
  const read = readRecord(given, () => Sample, 'sample');
  if (Array.isArray(read)) return read;
  const weight = 'value' in given ? (given.weight ?? null) : null;
  return { line: read.line, sampleId: read.value.id ?? null, json: read.json, weight };
}
