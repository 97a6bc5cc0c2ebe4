import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { scored } from '../outcome.ts';
import { ngramTotal, numberTokens, sharedNgrams, spendOnNgrams } from './ngrams.ts';
import {
  spendOnTokens,
  TOKENIZER_CHOICES,
  type Tokenizer,
  tokenize,
  tokenizerParam,
} from './tokenize.ts';

/** All that BLEU needs to know of one segment. The arrays hold one count an order. */
export interface BleuStatistics {
  matches: number[];
  totals: number[];
  outputLength: number;
  /** Tokens of the reference nearest in length; of two equally near, the shorter. */
  referenceLength: number;
}

interface Reading {
  tokenize: Tokenizer;
  lowercase: boolean;
  maxOrder: number;
}

interface Smoothing {
  smoothing: 'none' | 'floor' | 'add-k' | 'exp';
  smoothValue?: number | undefined;
  effectiveOrder: boolean;
}

const DEFAULT_SMOOTH_VALUES = { none: 0, floor: 0.1, 'add-k': 1, exp: 0 };

/** Counts one segment. */
export function bleuStatistics(
  output: string,
  references: readonly string[],
  { tokenize: tokenizer, lowercase, maxOrder }: Reading,
): BleuStatistics {
  const [outputTokens = new Int32Array(), ...referenceTokens] = numberTokens(
    [output, ...references].map((text) =>
      tokenize(lowercase ? text.toLowerCase() : text, tokenizer),
    ),
  );
  const { length } = outputTokens;
  const isNearer = (a: number, b: number) => Math.abs(a - length) - Math.abs(b - length) || a - b;
  return {
    matches: sharedNgrams(outputTokens, referenceTokens, maxOrder).any,
    totals: Array.from({ length: maxOrder }, (_, i) => ngramTotal(length, i + 1)),
    outputLength: length,
    referenceLength: referenceTokens
      .map((tokens) => tokens.length)
      .reduce((a, b) => (isNearer(b, a) < 0 ? b : a)),
  };
}

/** Reads `counts`. */
function statisticsOf(counts: readonly number[], { maxOrder }: { maxOrder: number }) {
  const [outputLength = 0, referenceLength = 0] = counts.slice(2 * maxOrder);
  return {
    matches: counts.slice(0, maxOrder),
    totals: counts.slice(maxOrder, 2 * maxOrder),
    outputLength,
    referenceLength,
  };
}

/** BLEU from 0 to 100 of one segment, or of a corpus: of its segments' statistics together. */
export function bleuOf(segments: readonly BleuStatistics[], smoothing: Smoothing) {
  const { matches, totals, outputLength, referenceLength } = segments.reduce(addStatistics);
  const precisions = smooth(matches, totals, smoothing);
  const brevityPenalty =
    outputLength < referenceLength
      ? outputLength > 0
        ? Math.exp(1 - referenceLength / outputLength)
        : 0
      : 1;
  const orders = smoothing.effectiveOrder ? Math.max(1, precisions.length) : matches.length;
  const logSum = precisions.reduce((sum, precision) => sum + Math.log(precision), 0);
  const isZero = matches.every((count) => count === 0) || precisions.length < orders;
  const bleu = isZero ? 0 : 100 * brevityPenalty * Math.exp(logSum / orders);
  return { bleu, precisions, brevityPenalty, outputLength, referenceLength };
}

function addStatistics(a: BleuStatistics, b: BleuStatistics): BleuStatistics {
  const add = (these: number[], those: number[]) =>
    these.map((count, i) => count + (those[i] ?? 0));
  return {
    matches: add(a.matches, b.matches),
    totals: add(a.totals, b.totals),
    outputLength: a.outputLength + b.outputLength,
    referenceLength: a.referenceLength + b.referenceLength,
  };
}

/** The precision of each order that the output is long enough for. */
function smooth(matches: number[], totals: number[], settings: Smoothing): number[] {
  const { smoothing, smoothValue = DEFAULT_SMOOTH_VALUES[smoothing] } = settings;
  const precisions: number[] = [];
  let weight = 1;
  for (const [i, count] of matches.entries()) {
    const added = smoothing === 'add-k' && i > 0 ? smoothValue : 0;
    const matched = count + added;
    const total = (totals[i] ?? 0) + added;
    if (total === 0) break;
    if (matched > 0) precisions.push(matched / total);
    else if (smoothing === 'exp') {
      weight /= 2;
      precisions.push(weight / total);
    } else precisions.push(smoothing === 'floor' ? smoothValue / total : 0);
  }
  return precisions;
}

/**
 * BLEU: the geometric mean of the output's clipped n-gram precisions of orders 1 to 4, times a
 * penalty exp(1 − r/c) when the output's c tokens are fewer than the reference's r. With several
 * expected texts an n-gram counts against the one that has it most often, and r is the length
 * nearest to c. `raw` is BLEU from 0 to 100, `value` a hundredth of it.
 *
 * Defaults are those of sacrebleu for one sentence: tokeniser 13a, exponential smoothing, and the
 * effective order, which omits orders that the output is too short for. No match at all, and so an
 * empty output, gives 0. Chinese wants `tokenize: 'zh'`; Japanese and Thai `'char'` or `'unicode'`.
 *
 * The BLEU of a batch is not the mean of its samples: `counts`, which are matches and totals of
 * each order and both lengths, are added up, and no order is omitted, as sacrebleu's corpus_bleu
 * does.
 *
 * Source: Papineni et al., "BLEU: a Method for Automatic Evaluation of Machine Translation", 2002;
 * sacrebleu 2; smoothing after Chen and Cherry 2014.
 */
export const bleu = defineScorer({
  id: 'bleu',
  aliases: { 'bleu-score': {}, sacrebleu: {}, 'sentence-bleu': {} },
  version: 2,
  kind: 'code',
  group: 'text',
  summary: 'BLEU of the output against one or more expected texts, compatible with sacrebleu.',
  source: 'Papineni et al. 2002; sacrebleu',
  needs: ['output', 'references'],
  params: () =>
    z.strictObject({
      tokenize: tokenizerParam.default('13a').describe(`Tokenizer. ${TOKENIZER_CHOICES}`),
      lowercase: z.boolean().default(false).describe('Whether case is ignored.'),
      maxOrder: z
        .int()
        .min(1)
        .max(9)
        .default(4)
        .describe('Length of the longest n-grams, in tokens.'),
      smoothing: z
        .enum(['none', 'floor', 'add-k', 'exp'])
        .default('exp')
        .describe('Smoothing of n-gram orders without a match.'),
      smoothValue: z
        .number()
        .min(0)
        .max(100)
        .optional()
        .describe('The floor (default 0.1) or k (default 1) of the smoothing.'),
      effectiveOrder: z
        .boolean()
        .optional()
        .describe(
          'Whether n-gram orders longer than the output are skipped. Unless given they are of one sample, and not of a batch.',
        ),
    }),
  behaviour: ({ effectiveOrder = true, smoothValue, ...params }) => ({
    ...params,
    effectiveOrder,
    ...(smoothValue !== undefined && { smoothValue }),
  }),
  threshold: 0.5,
  examples: () => [
    {
      title: 'Two references, one near',
      sample: {
        output: 'The dog bit the man.',
        expected: ['The dog had bit the man.', 'The man was bitten by the dog.'],
      },
      value: 0.5115,
    },
  ],
  corpus(counts, params) {
    const { effectiveOrder = false } = params;
    const raw = bleuOf([statisticsOf(counts, params)], { ...params, effectiveOrder }).bleu;
    return { value: raw / 100, raw };
  },
  score({ output, references }, params, { work }) {
    spendOnTokens(work, [output, ...references], params.tokenize);
    spendOnNgrams(work, [output, ...references], params.maxOrder);
    const statistics = bleuStatistics(output, references, params);
    const { matches, totals, outputLength, referenceLength } = statistics;
    const { effectiveOrder = true } = params;
    const result = bleuOf([statistics], { ...params, effectiveOrder });
    const precisions = result.precisions.map((precision) => (100 * precision).toFixed(1));
    return scored(
      result.bleu / 100,
      `BLEU ${result.bleu.toFixed(2)}: n-gram precisions ${precisions.join(' / ') || 'none'}, ` +
        `brevity penalty ${result.brevityPenalty.toFixed(3)} ` +
        `(${result.outputLength} tokens against ${result.referenceLength}).`,
      { raw: result.bleu, counts: [...matches, ...totals, outputLength, referenceLength] },
    );
  },
});
