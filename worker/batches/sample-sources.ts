import { UnreadSamples } from '@assay/schema/batch.ts';
import { ApiProblem } from '../problem.ts';
import { type Line, readLines } from './read-lines.ts';
import type { SampleSource } from './take-samples.ts';

/** Samples that came as a list, under `/samples`. @throws ApiProblem `invalid_request` */
export function samplesOf(value: unknown): SampleSource {
  const parsed = UnreadSamples.safeParse(value);
  if (!parsed.success) {
    throw new ApiProblem('invalid_request', {
      errors: [{ pointer: '/samples', message: 'must be a list of samples' }],
    });
  }
  const lines: Line[] = parsed.data.map((sample, i) => ({
    number: i + 1,
    text: JSON.stringify(sample),
    fault: '',
  }));
  return {
    lines: [lines],
    pointerOf: ({ line, pointer }) => `/samples/${line - 1}${pointer}`,
  };
}

/** Samples that come a line each, as the stream brings them. */
export function linesOf(stream: ReadableStream<Uint8Array>, isGzip: boolean): SampleSource {
  return {
    lines: readLines(stream, isGzip),
    pointerOf: ({ line, pointer }) => `line ${line}${pointer === '' ? '' : ` ${pointer}`}`,
  };
}
