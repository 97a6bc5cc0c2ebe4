import * as z from 'zod';
import { type Failed, failed } from '../outcome.ts';
import type { SampleView } from '../sample.ts';

/** The parameters of scorers that look for given texts. */
export const wantedTextParams = {
  values: z
    .array(z.string().min(1).max(1_000))
    .min(1)
    .max(200)
    .optional()
    .describe('The texts to look for; the expected texts of the sample when left out.'),
  caseSensitive: z.boolean().default(true).describe('Whether capitals count as other letters.'),
};

/** The texts to look for: the parameter's, or else the sample's; an error where neither has any. */
export function wantedTexts(
  values: readonly string[] | undefined,
  { references, expected }: SampleView,
): readonly string[] | Failed {
  if (values) return values;
  if (references) return references;
  if (expected === undefined) {
    return failed(
      'sample_field_missing',
      'There is nothing to look for: give `values` as a parameter, or `expected` in the sample.',
    );
  }
  return failed(
    'sample_field_invalid',
    '`expected` has to be a text or a list of texts, unless `values` is given.',
  );
}
