import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { scored } from '../outcome.ts';
import { comparable } from './comparable-text.ts';
import { wantedTextParams, wantedTexts } from './wanted-texts.ts';

/**
 * Whether the output begins with one of the given texts, as they stand. White space at the beginning
 * of the output counts unless `trim` leaves it out.
 * Composed and decomposed letters are the same; case is folded as `contains` does.
 *
 * Source: promptfoo starts-with.
 */
export const startsWith = defineScorer({
  id: 'starts-with',
  version: 2,
  kind: 'code',
  group: 'text',
  summary: 'Whether the output starts with a given text.',
  source: 'promptfoo starts-with',
  needs: ['output'],
  params: () =>
    z.strictObject({
      ...wantedTextParams,
      trim: z.boolean().default(false).describe('Ignore white space at both ends of the output.'),
    }),
  threshold: 1,
  examples: () => [
    {
      title: 'It does',
      sample: { output: 'Dear customer, thank you.' },
      params: { values: ['Dear'] },
      value: 1,
    },
  ],
  score(sample, { values, caseSensitive, trim }) {
    const wanted = wantedTexts(values, sample);
    if ('status' in wanted) return wanted;
    const output = comparable(trim ? sample.output.trim() : sample.output, caseSensitive);
    const match = wanted.find((text) => output.startsWith(comparable(text, caseSensitive)));
    return match === undefined
      ? scored(0, 'The output starts with none of the given texts.')
      : scored(1, `The output starts with "${match}".`);
  },
});
