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
    .describe('The texts to look for. Defaults to the expected texts of the sample.'),
  caseSensitive: z.boolean().default(true).describe('Whether case matters.'),
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
      'There is nothing to look for. Set `values`, or add `expected` to the sample.',
    );
  }
  return failed(
    'sample_field_invalid',
    '`expected` must be a text or a list of texts, unless `values` is given.',
  );
}
