import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { scored } from '../outcome.ts';
import { ngramTotal, numberTokens, sharedNgrams, spendOnNgrams, type Tokens } from './ngrams.ts';
import { spendOnTokens, tokenize } from './tokenize.ts';

/** Counts of one order: characters first, 1 to `charOrder`, then words, 1 to `wordOrder`. */
interface OrderCounts {
  output: number;
  reference: number;
  matches: number;
}

/** All that chrF needs to know of one segment: its counts against the reference it fits best. */
export type ChrfStatistics = OrderCounts[];

interface Settings {
  charOrder: number;
  wordOrder: number;
  beta: number;
  lowercase: boolean;
  removeWhitespace: boolean;
  epsSmoothing: boolean;
}

/** Counts one segment. */
export function chrfStatistics(
  output: string,
  references: readonly string[],
  settings: Settings,
): ChrfStatistics {
  const { charOrder, wordOrder, lowercase, removeWhitespace } = settings;
  const texts = [output, ...references].map((text) => (lowercase ? text.toLowerCase() : text));
  const characters = texts.map((text) =>
    codePoints(removeWhitespace ? tokenize(text, 'none').join('') : text),
  );
  const words = wordOrder > 0 ? numberTokens(texts.map(cutPunctuation)) : [];
  const characterCounts = countOrders(characters, charOrder);
  const wordCounts = countOrders(words, wordOrder);
  return references
    .map((_, i) => [...(characterCounts[i] ?? []), ...(wordCounts[i] ?? [])])
    .reduce((a, b) => (chrfOf([b], settings) > chrfOf([a], settings) ? b : a));
}

function countOrders(texts: readonly Tokens[], maxOrder: number): OrderCounts[][] {
  const [output, ...references] = texts;
  if (output === undefined) return [];
  return sharedNgrams(output, references, maxOrder).each.map((matches, r) =>
    matches.map((count, i) => {
      const reference = ngramTotal(references[r]?.length ?? 0, i + 1);
      // An order that the reference is too short for is no fault of the output.
      return {
        output: reference > 0 ? ngramTotal(output.length, i + 1) : 0,
        reference,
        matches: count,
      };
    }),
  );
}

/** Reads `counts`. */
function statisticsOf(counts: readonly number[]): ChrfStatistics {
  return Array.from({ length: counts.length / 3 }, (_, i) => ({
    output: counts[3 * i] ?? 0,
    reference: counts[3 * i + 1] ?? 0,
    matches: counts[3 * i + 2] ?? 0,
  }));
}

/** chrF from 0 to 100 of one segment, or of a corpus: of its segments' statistics together. */
export function chrfOf(segments: readonly ChrfStatistics[], settings: Settings): number {
  const counts = segments.reduce((a, b) =>
    a.map((order, i) => ({
      output: order.output + (b[i]?.output ?? 0),
      reference: order.reference + (b[i]?.reference ?? 0),
      matches: order.matches + (b[i]?.matches ?? 0),
    })),
  );
  const orders = counts.map(({ output, reference, matches }) => ({
    precision: output > 0 ? matches / output : 0,
    recall: reference > 0 ? matches / reference : 0,
    isPresent: output > 0 && reference > 0,
  }));
  if (settings.epsSmoothing) {
    return 100 * mean(orders.map((order) => fMeasure(order, settings.beta)));
  }
  const present = orders.filter(({ isPresent }) => isPresent);
  const average = {
    precision: mean(present.map(({ precision }) => precision)),
    recall: mean(present.map(({ recall }) => recall)),
  };
  return 100 * fMeasure(average, settings.beta);
}

function fMeasure({ precision, recall }: { precision: number; recall: number }, beta: number) {
  const weighted = beta ** 2 * precision + recall;
  return weighted > 0 ? ((1 + beta ** 2) * precision * recall) / weighted : 0;
}

function mean(values: number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function codePoints(text: string): Tokens {
  const points = new Int32Array(text.length);
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const point = text.codePointAt(i) ?? 0;
    points[count++] = point;
    if (point > 0xffff) i++;
  }
  return points.subarray(0, count);
}

const PUNCTUATION = /^[!-/:-@[-`{-~]$/;

/** Words, with one ASCII punctuation mark cut off the end, or else off the beginning. */
function cutPunctuation(text: string): string[] {
  return tokenize(text, 'none').flatMap((word) => {
    if (word.length === 1) return [word];
    if (PUNCTUATION.test(word.slice(-1))) return [word.slice(0, -1), word.slice(-1)];
    if (PUNCTUATION.test(word.slice(0, 1))) return [word.slice(0, 1), word.slice(1)];
    return [word];
  });
}

/**
 * chrF: F-measure over character n-grams. For each order 1 to 6 precision and recall of the
 * output's character n-grams, spaces omitted, are averaged; F weighs recall β² = 4 times as much.
 * chrF++ also counts word n-grams of orders 1 and 2. With several expected texts the one with the
 * highest F counts. `raw` is chrF from 0 to 100, `value` a hundredth of it.
 *
 * It needs no words, so every script is scored alike. Orders that either text is too short for are
 * omitted, unless `epsSmoothing` counts them as 0 as chrF++.py and nltk do. An empty text gives 0.
 * The chrF of a batch adds up `counts`: n-grams of the output, of the expected text and in both, of
 * each order.
 *
 * Source: M. Popović, "chrF", 2015, and "chrF++", 2017; sacrebleu 2, whose defaults these are.
 */
export const chrf = defineScorer({
  id: 'chrf',
  aliases: { 'chrf++': { wordOrder: 2 }, chrfpp: { wordOrder: 2 }, 'chrf-score': {} },
  version: 2,
  kind: 'code',
  group: 'text',
  summary: 'Character n-gram F-score against one or more expected texts; also chrF++.',
  source: 'Popović 2015 and 2017; sacrebleu',
  needs: ['output', 'references'],
  params: () =>
    z.strictObject({
      charOrder: z
        .int()
        .min(1)
        .max(9)
        .default(6)
        .describe('Length of the longest character n-grams.'),
      wordOrder: z
        .int()
        .min(0)
        .max(9)
        .default(0)
        .describe('Length of the longest word n-grams; 2 is chrF++.'),
      beta: z.number().min(0).max(9).default(2).describe('Weight of recall relative to precision.'),
      lowercase: z.boolean().default(false).describe('Whether case is ignored.'),
      removeWhitespace: z.boolean().default(true).describe('Whether spaces are ignored.'),
      epsSmoothing: z
        .boolean()
        .default(false)
        .describe('Whether orders without n-grams count as 0, as in chrF++.py and nltk.'),
    }),
  threshold: 0.5,
  examples: () => [
    {
      title: 'A beginning in common, in Japanese',
      sample: { output: '東京は晴れ', expected: '東京は雨' },
      value: 0.4489,
    },
  ],
  corpus(counts, params) {
    const raw = chrfOf([statisticsOf(counts)], params);
    return { value: raw / 100, raw };
  },
  score({ output, references }, params, { work }) {
    const texts = [output, ...references];
    spendOnTokens(work, texts, 'none');
    spendOnNgrams(work, texts, params.charOrder + params.wordOrder);
    const statistics = chrfStatistics(output, references, params);
    const raw = chrfOf([statistics], params);
    const [characters] = statistics;
    return scored(
      raw / 100,
      `chrF ${raw.toFixed(2)}: ${characters?.matches ?? 0} of ${characters?.reference ?? 0} ` +
        `characters of the expected text are in the output's ${characters?.output ?? 0}.`,
      {
        raw,
        counts: statistics.flatMap(({ output, reference, matches }) => [
          output,
          reference,
          matches,
        ]),
      },
    );
  },
});
