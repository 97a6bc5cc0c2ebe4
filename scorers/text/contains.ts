import type { Evidence } from '@assay/schema/types.ts';
import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { scored } from '../outcome.ts';
import { comparable, comparableText } from './comparable-text.ts';
import { findText, spendOnSearch } from './find-text.ts';
import { wantedTextParams, wantedTexts } from './wanted-texts.ts';

/**
 * Whether the output contains given texts, as they stand, at any place. With `mode: all` the value is
 * the share of them that are there, so that a near miss can be told from a miss; `any` and `none` give
 * 1 or 0. Texts are found inside words too, in any script; keyword-coverage looks for whole words.
 * Composed and decomposed letters are the same (NFC); without case, letters are what Unicode's full
 * case folding makes of them: STRASSE is straße.
 *
 * Source: promptfoo contains, icontains, contains-any, contains-all; Ragas StringPresence.
 */
export const contains = defineScorer({
  id: 'contains',
  aliases: {
    icontains: { caseSensitive: false },
    'contains-any': { mode: 'any' },
    'contains-all': { mode: 'all' },
    'icontains-any': { mode: 'any', caseSensitive: false },
    'icontains-all': { mode: 'all', caseSensitive: false },
    'string-presence': {},
    includes: { caseSensitive: false },
    excludes: { mode: 'none', caseSensitive: false },
    'ban-substrings': { mode: 'none' },
  },
  version: 2,
  kind: 'code',
  group: 'text',
  summary: 'Whether the output contains given texts: all, any or none of them.',
  source: 'promptfoo contains',
  needs: ['output'],
  params: () =>
    z.strictObject({
      ...wantedTextParams,
      mode: z
        .enum(['all', 'any', 'none'])
        .default('all')
        .describe('How many of the texts must occur.'),
    }),
  threshold: 1,
  examples: () => [
    {
      title: 'One of two is there',
      sample: { output: 'Refunds take 5 days.' },
      params: { values: ['Refunds', 'original payment method'] },
      value: 0.5,
    },
  ],
  score(sample, { values, caseSensitive, mode }, { work }) {
    const wanted = wantedTexts(values, sample);
    if ('status' in wanted) return wanted;
    const output = comparableText(sample.output, caseSensitive);
    spendOnSearch(work, output.text, wanted.length, 'looking for each wanted text in `output`');
    const places = wanted.map((text) => {
      const sought = comparable(text, caseSensitive);
      return { text, length: sought.length, start: findText(output.text, sought) };
    });
    const found = places.filter(({ start }) => start !== -1);
    const missing = places.filter(({ start }) => start === -1).map(({ text }) => text);
    const reason = `${found.length} of ${wanted.length} texts found${
      missing.length > 0 && mode === 'all' ? `; missing: ${missing.join(', ')}` : ''
    }.`;
    const evidence: Evidence[] = found.map(({ start, length }) => {
      const place = output.placeOf(start, start + length);
      return { pointer: '/output', ...place, text: sample.output.slice(place.start, place.end) };
    });
    const share = found.length / wanted.length;
    if (mode === 'all') return scored(share, reason, { evidence });
    return scored(found.length > 0 === (mode === 'any') ? 1 : 0, reason, { evidence });
  },
});
