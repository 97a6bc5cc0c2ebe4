import type { Sample } from '@assay/schema/types.ts';
import { prose, vary } from './texts.ts';

/** Five code scorers that promptfoo has too, and that need no parameters. */
export const SCORERS = ['exact-match', 'contains', 'starts-with', 'levenshtein', 'rouge-n'];

const CHARACTERS = 200;

/** Samples of a short answer each, one in three as expected. */
export function* batchSamples(
  count: number,
): Generator<Sample & { output: string; expected: string }> {
  for (let i = 0; i < count; i += 1) {
    const expected = prose(CHARACTERS, i + 1);
    const output = i % 3 === 0 ? expected : vary(expected, 2 + (i % 7));
    yield { id: `sample-${i}`, input: 'Say something.', output, expected };
  }
}
