import { UnreadSamples } from '@assay/schema/batch.ts';
import { ApiProblem } from '../../core/problem.ts';
import { readLines } from './read-lines.ts';
import type { Counting, SampleSource } from './take-samples.ts';

/** As a list is counted: by index, from 0. */
const BY_INDEX: Counting = {
  pointerOf: ({ line, pointer }) => `/samples/${line - 1}${pointer}`,
  nameOf: (line) => `/samples/${line - 1}`,
  placeOf: (at) => `index ${at}`,
};

/** As lines are counted: from 1. */
export const BY_LINE: Counting = {
  pointerOf: ({ line, pointer }) => `line ${line}${pointer === '' ? '' : ` ${pointer}`}`,
  nameOf: (line) => `line ${line}`,
  placeOf: (at) => `line ${at + 1}`,
};

/** Samples that came as a list, under `/samples`, and were held to the limits of a body. @throws ApiProblem `invalid_request` */
export function samplesOf(value: unknown): SampleSource {
  const parsed = UnreadSamples.safeParse(value);
  if (!parsed.success) {
    throw new ApiProblem('invalid_request', {
      errors: [{ pointer: '/samples', message: 'must be a list of samples' }],
    });
  }
  const lines = parsed.data.map((sample, i) => ({ number: i + 1, value: sample }));
  return { lines: [lines], counting: BY_INDEX };
}

/** Samples that come a line each, as the stream brings them. */
export function linesOf(stream: ReadableStream<Uint8Array>, isGzip: boolean): SampleSource {
  return { lines: readLines(stream, isGzip), counting: BY_LINE };
}
