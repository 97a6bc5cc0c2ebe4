import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { scored } from '../outcome.ts';
import { spendOnSegments, words } from './segment.ts';
import { squadNormalise } from './squad-normalise.ts';

/**
 * Overlap of the words of the output and the expected text: F1 of precision and recall over the words
 * with their counts, after SQuAD's normalisation. With several expected texts the best counts. Two
 * texts that both have no word left are equal; if one has, the value is 0.
 *
 * Words are what stands between spaces, as SQuAD has it, which makes one word of a Chinese, Japanese or
 * Thai sentence: `tokenize: unicode` cuts these by dictionary.
 *
 * Source: Rajpurkar et al., "SQuAD: 100,000+ Questions for Machine Comprehension of Text", 2016.
 */
export const tokenF1 = defineScorer({
  id: 'token-f1',
  aliases: { 'squad-f1': {}, f1: {} },
  version: 2,
  kind: 'code',
  group: 'text',
  summary: 'Overlap of the words of the output and the expected text (SQuAD F1).',
  source: 'Rajpurkar et al. 2016 (SQuAD)',
  needs: ['output', 'references'],
  params: () =>
    z.strictObject({
      tokenize: z
        .enum(['squad', 'unicode'])
        .default('squad')
        .describe('Words separated by spaces, or segmented by Unicode rules and dictionaries.'),
    }),
  threshold: 0.5,
  examples: () => [
    {
      title: 'Three words in common, of three and five',
      sample: {
        output: 'Two-year warranty included',
        expected: 'A twoyear warranty is always included',
      },
      value: 0.75,
    },
  ],
  score({ output, references }, { tokenize }, { work }) {
    const texts = [output, ...references];
    spendOnSegments(work, texts, 'splitting `output` and `expected` into words');
    const each = output.length * references.length;
    work.spend(each * STEPS_PER_CHARACTER, 'comparing `output` with each text of `expected`');
    const cut = tokenize === 'unicode' ? unicodeTokens : squadTokens;
    const found = cut(output);
    const best = references
      .map((reference) => compare(found, cut(reference)))
      .reduce((a, b) => (b.f1 > a.f1 ? b : a));
    const percent = (share: number) => `${Math.round(share * 100)}%`;
    const reason = `${best.common} words in common: precision ${percent(best.precision)}, recall ${percent(best.recall)}.`;
    return scored(best.f1, reason, { raw: best.f1 });
  },
});

// Words are counted again for each expected text, about five characters each.
const STEPS_PER_CHARACTER = 8;

function squadTokens(text: string): string[] {
  const normalised = squadNormalise(text);
  return normalised === '' ? [] : normalised.split(' ');
}

function unicodeTokens(text: string): string[] {
  return words(text.toLowerCase()).filter((word) => !/^(?:a|an|the)$/.test(word));
}

function compare(found: string[], wanted: string[]) {
  const counts = new Map<string, number>();
  for (const token of wanted) counts.set(token, (counts.get(token) ?? 0) + 1);
  let common = 0;
  for (const token of found) {
    const left = counts.get(token) ?? 0;
    if (left === 0) continue;
    counts.set(token, left - 1);
    common += 1;
  }
  if (found.length === 0 || wanted.length === 0) {
    const f1 = found.length === wanted.length ? 1 : 0;
    return { common, precision: f1, recall: f1, f1 };
  }
  const precision = common / found.length;
  const recall = common / wanted.length;
  const f1 = common === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  return { common, precision, recall, f1 };
}
