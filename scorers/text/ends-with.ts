import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { scored } from '../outcome.ts';
import { comparable } from './comparable-text.ts';
import { wantedTextParams, wantedTexts } from './wanted-texts.ts';

/**
 * Whether the output ends with one of the given texts, as they stand. White space at the end
 * of the output counts unless `trim` leaves it out.
 * Composed and decomposed letters are the same; case is folded as `contains` does.
 *
 * Source: promptfoo ends-with.
 */
export const endsWith = defineScorer({
  id: 'ends-with',
  version: 2,
  kind: 'code',
  group: 'text',
  summary: 'Whether the output ends with a given text.',
  source: 'promptfoo ends-with',
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
      sample: { output: 'Thank you. Kind regards' },
      params: { values: ['Kind regards'] },
      value: 1,
    },
  ],
  score(sample, { values, caseSensitive, trim }) {
    const wanted = wantedTexts(values, sample);
    if ('status' in wanted) return wanted;
    const output = comparable(trim ? sample.output.trim() : sample.output, caseSensitive);
    const match = wanted.find((text) => output.endsWith(comparable(text, caseSensitive)));
    return match === undefined
      ? scored(0, 'The output ends with none of the given texts.')
      : scored(1, `The output ends with "${match}".`);
  },
});
