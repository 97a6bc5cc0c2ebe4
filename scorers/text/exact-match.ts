import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { scored } from '../outcome.ts';
import { foldCase } from './case-folding.ts';
import { normalForm } from './normal-form.ts';
import { withoutArticles, withoutAsciiPunctuation } from './squad-normalise.ts';

/**
 * Whether the output is one of the expected texts, once both are normalised as asked. The order is:
 * Unicode form, case, punctuation, articles, white space. Without options texts must be equal to
 * the letter. `articles`, `punctuation`, `caseSensitive` and `whitespace` all false give SQuAD's
 * exact match, which omits ASCII punctuation, signs such as + and $ included, and keeps “ ” and ¿;
 * `punctuationOf: 'unicode'` omits that of every script, and no signs. Case is folded as `contains`
 * does. Chinese, Japanese and Thai are compared by character like everything else; `articles` knows
 * English ones only.
 *
 * Source: Rajpurkar et al., "SQuAD: 100,000+ Questions", 2016 (normalisation of its evaluation
 * script); promptfoo equals; autoevals ExactMatch.
 */
export const exactMatch = defineScorer({
  id: 'exact-match',
  aliases: { equals: {}, 'string-check': {} },
  version: 2,
  kind: 'code',
  group: 'text',
  summary: 'Whether the output equals the expected text, after optional normalisation.',
  source: 'Rajpurkar et al. 2016 (SQuAD)',
  needs: ['output', 'references'],
  params: () =>
    z.strictObject({
      trim: z.boolean().default(false).describe('Ignore white space at both ends.'),
      caseSensitive: z.boolean().default(true).describe('Whether case matters.'),
      punctuation: z.boolean().default(true).describe('Whether punctuation counts.'),
      punctuationOf: z
        .enum(['ascii', 'unicode'])
        .default('ascii')
        .describe(
          'What counts as punctuation: ASCII signs, as in SQuAD, or the punctuation of all scripts.',
        ),
      articles: z.boolean().default(true).describe('Whether the articles a, an and the count.'),
      whitespace: z
        .boolean()
        .default(true)
        .describe(
          'Whether white space is compared exactly; false replaces every run of it with one space.',
        ),
      unicode: z
        .enum(['none', 'NFC', 'NFKC'])
        .default('NFC')
        .describe(
          'Unicode normalisation form; NFKC also replaces ﬁ and full-width letters with ordinary ones.',
        ),
    }),
  threshold: 1,
  examples: () => [
    {
      title: 'Equal but for case, article and full stop',
      sample: { output: 'The Eiffel Tower.', expected: 'eiffel tower' },
      params: { caseSensitive: false, punctuation: false, articles: false, whitespace: false },
      value: 1,
    },
    {
      title: 'Not equal to the letter',
      sample: { output: 'Paris.', expected: 'Paris' },
      value: 0,
    },
  ],
  score({ output, references }, params) {
    const isExact = !params.trim && isToTheLetter(params);
    const wanted = isExact ? output : normalise(output, params);
    const match = references.some((reference) =>
      isExact
        ? equalAsUnicode(output, reference, params.unicode)
        : normalise(reference, params) === wanted,
    );
    if (match) return scored(1, 'The output equals the expected text.');
    const several =
      references.length > 1
        ? `none of the ${references.length} expected texts`
        : 'not the expected text';
    return scored(0, `The output is ${several}.`);
  },
});

interface Normalisation {
  trim: boolean;
  caseSensitive: boolean;
  punctuation: boolean;
  punctuationOf: 'ascii' | 'unicode';
  articles: boolean;
  whitespace: boolean;
  unicode: 'none' | 'NFC' | 'NFKC';
}

function isToTheLetter({
  caseSensitive,
  punctuation,
  articles,
  whitespace,
}: Normalisation): boolean {
  return caseSensitive && punctuation && articles && whitespace;
}

/** Whether two texts have the same Unicode form; told from their first difference where that suffices. */
function equalAsUnicode(a: string, b: string, form: Normalisation['unicode']): boolean {
  if (a === b) return true;
  if (form === 'none') return false;
  const shorter = Math.min(a.length, b.length);
  let i = 0;
  while (i < shorter && a.charCodeAt(i) === b.charCodeAt(i)) i += 1;
  // An ASCII character that no mark can follow is itself in every form, and so a difference in them all.
  const isPlain = isAscii(a, i) && isAscii(a, i + 1) && isAscii(b, i) && isAscii(b, i + 1);
  return isPlain ? false : normalForm(a, form) === normalForm(b, form);
}

function isAscii(text: string, i: number): boolean {
  return i >= text.length || text.charCodeAt(i) < 0x80;
}

function normalise(text: string, options: Normalisation): string {
  let result = options.unicode === 'none' ? text : normalForm(text, options.unicode);
  if (!options.caseSensitive) result = foldCase(result);
  if (!options.punctuation) {
    const isAscii = options.punctuationOf === 'ascii';
    result = isAscii ? withoutAsciiPunctuation(result) : result.replace(/\p{P}/gu, '');
  }
  if (!options.articles) result = withoutArticles(result);
  if (!options.whitespace) result = result.replace(/\s+/g, ' ').trim();
  return options.trim ? result.trim() : result;
}
