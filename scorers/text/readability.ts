import type { Evidence } from '@assay/schema/types.ts';
import { syllable } from 'syllable';
import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { abstained, scored } from '../outcome.ts';
import { sentences, spendOnSegments, words } from './segment.ts';

// No English word is longer; what is, is data, and its syllables are not worth counting.
const LONGEST_WORD = 50;
// Beginning to look for words takes longer than going on.
const STEPS_PER_SENTENCE = 3_500;
// Grades by which a text may miss the target before its value is 0.
const GRADES_TO_ZERO = 10;

interface Text {
  words: number;
  sentences: number;
  syllables: number;
}

/**
 * Readability of English text, by one of two formulas over words W, sentences S and syllables Y:
 *
 * - `flesch-reading-ease`: 206.835 − 1.015·W/S − 84.6·Y/W. `value` is a hundredth of it, within 0
 *   and 1: 0.6 to 0.7 is plain English, below 0.3 academic.
 * - `flesch-kincaid-grade`: 0.39·W/S + 11.8·Y/W − 15.59, a US school grade. `value` is 1 where it
 *   is from `minGrade` to `maxGrade` and falls by a tenth for each grade beyond them.
 *
 * `raw` is the formula's own number. A line break ends a sentence. Syllables are counted by rule, so
 * single words may be off by one. The formulas hold for English alone: a text whose letters are not
 * Latin abstains, as one without words does; other languages in Latin letters are not told apart.
 *
 * Source: R. Flesch, "A New Readability Yardstick", 1948; Kincaid et al. 1975.
 */
export const readability = defineScorer({
  id: 'readability',
  aliases: {
    'flesch-reading-ease': { formula: 'flesch-reading-ease' },
    flesch: { formula: 'flesch-reading-ease' },
    'flesch-kincaid': { formula: 'flesch-kincaid-grade' },
    'flesch-kincaid-grade': { formula: 'flesch-kincaid-grade' },
  },
  version: 3,
  kind: 'code',
  group: 'text',
  summary: 'How easy an English text is to read: Flesch reading ease or Flesch-Kincaid grade.',
  source: 'Flesch 1948; Kincaid et al. 1975',
  needs: ['output'],
  params: () =>
    z
      .strictObject({
        formula: z
          .enum(['flesch-reading-ease', 'flesch-kincaid-grade'])
          .default('flesch-reading-ease')
          .describe('The formula.'),
        minGrade: z
          .number()
          .min(-4)
          .max(30)
          .default(-4)
          .describe('Lowest accepted US school grade; -4 accepts any. For the grade formula.'),
        maxGrade: z
          .number()
          .min(-4)
          .max(30)
          .default(9)
          .describe('Highest accepted US school grade. For the grade formula.'),
      })
      .refine(({ minGrade, maxGrade }) => minGrade <= maxGrade, {
        path: ['minGrade'],
        message: 'must not be greater than `maxGrade`',
      }),
  threshold: 0.6,
  examples: () => [
    {
      title: 'One short sentence',
      sample: { output: 'The cat sat on the mat.' },
      value: 1,
    },
    {
      title: 'Thirteenth grade where the ninth is the highest wanted',
      sample: {
        output: 'The Australian platypus is seemingly a hybrid of a mammal and reptilian creature.',
      },
      params: { formula: 'flesch-kincaid-grade', maxGrade: 9 },
      value: 0.592,
    },
  ],
  score({ output }, { formula, minGrade, maxGrade }, { work }) {
    if (!isLatin(output)) {
      return abstained(
        'The formulas are valid only for English, and the output is in another script.',
      );
    }
    const doing = 'splitting `output` into sentences, words and syllables';
    spendOnSegments(work, [output, output], doing);
    const cut = sentences(output);
    work.spend(cut.length * STEPS_PER_SENTENCE, doing);
    const found = cut.map((text) => ({ text, ...countWords(text) }));
    const text: Text = {
      words: found.reduce((sum, sentence) => sum + sentence.words, 0),
      sentences: found.filter((sentence) => sentence.words > 0).length,
      syllables: found.reduce((sum, sentence) => sum + sentence.syllables, 0),
    };
    if (text.words === 0) return abstained('The output has no words.');

    const raw = formula === 'flesch-reading-ease' ? readingEase(text) : grade(text);
    const value =
      formula === 'flesch-reading-ease'
        ? raw / 100
        : 1 - Math.max(0, minGrade - raw, raw - maxGrade) / GRADES_TO_ZERO;
    const longest = found.reduce((a, b) => (b.words > a.words ? b : a));
    const name = formula === 'flesch-reading-ease' ? 'Flesch reading ease' : 'Flesch-Kincaid grade';
    return scored(
      Math.min(1, Math.max(0, value)),
      `${name} ${raw.toFixed(1)}: ${(text.words / text.sentences).toFixed(1)} words per sentence, ` +
        `${(text.syllables / text.words).toFixed(2)} syllables per word.`,
      { raw, evidence: [longestSentence(output, longest)] },
    );
  },
});

function readingEase(text: Text): number {
  return 206.835 - (1.015 * text.words) / text.sentences - (84.6 * text.syllables) / text.words;
}

function grade(text: Text): number {
  return (0.39 * text.words) / text.sentences + (11.8 * text.syllables) / text.words - 15.59;
}

function countWords(text: string) {
  const found = words(text);
  return {
    words: found.length,
    syllables: found.reduce((sum, word) => sum + countSyllables(word), 0),
  };
}

function countSyllables(word: string): number {
  return word.length > LONGEST_WORD ? 1 : Math.max(1, syllable(word));
}

/** Whether at least nine of ten letters are Latin. */
function isLatin(text: string): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0;
  return latin >= 0.9 * letters;
}

function longestSentence(output: string, sentence: { text: string; words: number }): Evidence {
  const start = output.indexOf(sentence.text);
  return {
    pointer: '/output',
    start,
    end: start + sentence.text.length,
    text: sentence.text,
    note: `The longest sentence: ${sentence.words} words.`,
  };
}
