import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { failed, scored } from '../outcome.ts';
import { UNBOUNDED, type Work } from '../work.ts';
import { numberTokens } from './ngrams.ts';
import { type TercomSettings, tercomTokens } from './tercom-tokens.ts';
import { translationEdits } from './translation-edits.ts';

const MOST_WORDS = 5_000;
// Texts are cut twice, to count their words before they are compared.
const STEPS_PER_CHARACTER = 100;

/** All that TER needs to know of one segment. */
export interface TerStatistics {
  /** Edits to the nearest reference. */
  edits: number;
  /** Mean length of the references, in words. */
  referenceLength: number;
}

/** Counts one segment. */
export function terStatistics(
  output: string,
  references: readonly string[],
  settings: TercomSettings,
  work: Work = UNBOUNDED,
): TerStatistics {
  const [outputTokens = new Int32Array(), ...referenceTokens] = numberTokens(
    [output, ...references].map((text) => tercomTokens(text, settings)),
  );
  return {
    edits: referenceTokens
      .map((tokens) => translationEdits(outputTokens, tokens, work))
      .reduce((a, b) => Math.min(a, b)),
    referenceLength:
      referenceTokens.reduce((sum, { length }) => sum + length, 0) / referenceTokens.length,
  };
}

/** TER, 100 being one edit a word, of one segment or of a corpus. */
export function terOf(segments: readonly TerStatistics[]): number {
  const edits = segments.reduce((sum, segment) => sum + segment.edits, 0);
  const words = segments.reduce((sum, segment) => sum + segment.referenceLength, 0);
  if (words > 0) return (100 * edits) / words;
  return edits > 0 ? 100 : 0;
}

/**
 * TER, the translation edit rate: insertions, deletions, substitutions and shifts of word sequences
 * that turn the output into the expected text, per 100 words of it. `raw` is TER, where 0 is best
 * and more than 100 is possible; `value` is 1 − TER / 100, at least 0. With several expected texts
 * the edits are those to the nearest, the words the mean of all. Against an empty text an output
 * has TER 100, an empty one 0.
 *
 * Words stand between spaces and capitals do not count, as in sacrebleu; `normalized` cuts off
 * punctuation, and with `asianSupport` cuts Chinese and Japanese into characters. Texts of more
 * than 5,000 words, the output counted once for each reference, are refused. The TER of a batch adds
 * up `counts`, which are edits and words.
 *
 * Source: Snover et al., "A Study of Translation Edit Rate", 2006; Tercom as ported by sacrebleu.
 */
export const ter = defineScorer({
  id: 'ter',
  aliases: { 'translation-edit-rate': {} },
  version: 2,
  kind: 'code',
  group: 'text',
  summary: 'Edits and shifts that turn the output into the expected text, per word of it.',
  source: 'Snover et al. 2006; sacrebleu',
  needs: ['output', 'references'],
  params: () =>
    z.strictObject({
      normalized: z
        .boolean()
        .default(false)
        .describe('Whether punctuation is separated from words.'),
      noPunct: z.boolean().default(false).describe('Whether punctuation is removed.'),
      asianSupport: z
        .boolean()
        .default(false)
        .describe('Whether `normalized` and `noPunct` handle Chinese and Japanese.'),
      caseSensitive: z.boolean().default(false).describe('Whether case matters.'),
    }),
  threshold: 0.5,
  examples: () => [
    {
      title: 'One shift of three words',
      sample: { output: 'd e f g h a b c', expected: 'a b c d e f g h' },
      value: 7 / 8,
    },
  ],
  corpus([edits = 0, referenceLength = 0]) {
    const raw = terOf([{ edits, referenceLength }]);
    return { value: Math.max(0, 1 - raw / 100), raw };
  },
  score({ output, references }, settings, { work }) {
    const characters = references.reduce((sum, { length }) => sum + length, output.length);
    work.spend(characters * STEPS_PER_CHARACTER, 'splitting `output` and `expected` into words');
    const countWords = (text: string) => tercomTokens(text, settings).length;
    const outputWords = countWords(output) * references.length;
    const words = references.reduce((sum, text) => sum + countWords(text), outputWords);
    if (words > 2 * MOST_WORDS) {
      return failed('sample_too_large', `Texts of more than ${MOST_WORDS} words are not compared.`);
    }
    const statistics = terStatistics(output, references, settings, work);
    const { edits, referenceLength } = statistics;
    const raw = terOf([statistics]);
    return scored(
      Math.max(0, 1 - raw / 100),
      `TER ${raw.toFixed(2)}: ${edits} edits for ${referenceLength} words.`,
      { raw, counts: [edits, referenceLength] },
    );
  },
});
