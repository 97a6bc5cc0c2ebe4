import type { Evidence } from '@assay/schema/types.ts';
import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { lazyPattern } from '../lazy-pattern.ts';
import { scored } from '../outcome.ts';
import { comparable } from './comparable-text.ts';
import { findText, spendOnSearch } from './find-text.ts';
import { keywordTokens } from './keyword-tokens.ts';
import { KOREAN_PARTICLES } from './korean-particles.ts';
import { spendOnSegments } from './segment.ts';
import { wantedTextParams, wantedTexts } from './wanted-texts.ts';

/**
 * Share of the keywords that the output has as whole words: "art" is not found in "party". A keyword
 * of several words is found where they follow each other, whatever punctuation stands between them.
 * Signs count: C++ and C# are not C, .NET is not net, -5 is not 5, and $100 is found where the sign
 * is. A Korean noun is found with its particles too (환불은). Chinese, Japanese, Thai and other scripts
 * without spaces have no boundaries that a dictionary finds the same way in every sentence: keywords
 * in them, and those without any letter, digit or sign, such as "!", are looked for as they stand.
 * Letters compare as `contains` has it.
 *
 * Source: Mastra keyword-coverage; Unicode Standard Annex 29 for words.
 */
export const keywordCoverage = defineScorer({
  id: 'keyword-coverage',
  version: 2,
  kind: 'code',
  group: 'text',
  summary: 'Share of the keywords that the output contains as whole words.',
  source: 'Mastra keyword-coverage',
  needs: ['output'],
  params: () =>
    z.strictObject({
      ...wantedTextParams,
      caseSensitive: z.boolean().default(false).describe('Whether case matters.'),
    }),
  threshold: 0.8,
  examples: () => [
    {
      title: 'Three of four',
      sample: { output: 'Refunds reach your original payment method within 5 days.' },
      params: { values: ['refunds', 'payment method', '5 days', 'packaging'] },
      value: 0.75,
    },
  ],
  score(sample, { values, caseSensitive }, { work }) {
    const wanted = wantedTexts(values, sample);
    if ('status' in wanted) return wanted;
    const doing = 'looking for each keyword in `output`';
    spendOnSegments(work, [sample.output, ...wanted], doing);
    spendOnSearch(work, sample.output, wanted.length, doing);
    const output = comparable(sample.output, caseSensitive);
    const text = asLine(keywordTokens(output));
    const missing = wanted.filter((keyword) => {
      const sought = comparable(keyword, caseSensitive);
      const parts = keywordTokens(sought);
      const hasBoundaries = parts.length > 0 && !WITHOUT_SPACES().test(sought);
      return !(hasBoundaries ? hasWords(text, parts) : findText(output, sought) !== -1);
    });
    const found = wanted.length - missing.length;
    const named = missing.length > 0 ? `; missing: ${missing.join(', ')}` : '';
    const evidence: Evidence[] = missing.map((keyword) => ({
      pointer: '/output',
      text: keyword,
      note: 'missing',
    }));
    const reason = `${found} of ${wanted.length} keywords found${named}.`;
    return scored(found / wanted.length, reason, { evidence });
  },
});

const WITHOUT_SPACES = lazyPattern(
  String.raw`[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]`,
  'u',
);

/** Words in a line that can be searched for others, whole words only. No word has a line break. */
function asLine(parts: readonly string[]): string {
  return `\n${parts.join('\n')}\n`;
}

/** Whether words follow each other in a line, the last one perhaps with Korean particles. */
function hasWords(line: string, parts: readonly string[]): boolean {
  if (findText(line, asLine(parts)) !== -1) return true;
  if (!HANGUL().test(line)) return false;
  const sought = `\n${parts.join('\n')}`;
  for (let at = line.indexOf(sought); at !== -1; at = line.indexOf(sought, at + 1)) {
    const end = at + sought.length;
    if (KOREAN_PARTICLES.test(line.slice(end, line.indexOf('\n', end)))) return true;
  }
  return false;
}

const HANGUL = lazyPattern(String.raw`\p{sc=Hangul}`, 'u');
