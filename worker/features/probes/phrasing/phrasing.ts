import type { ProbeEdit, Sample } from '@assay/schema/types.ts';
import { applyEdits } from '../text/apply-edits.ts';
import { protectedParts } from '../text/protected-parts.ts';
import { answerWords, languageOf, questionOf } from '../text/question.ts';
import { randomFor } from '../text/seeds.ts';
import type { MadeVariants } from '../variant.ts';
import { lowerCase, upperCase } from './case.ts';
import { format } from './format.ts';
import { politeness } from './politeness.ts';
import type { Reworded, Rewording } from './rewording.ts';
import { sentenceOrder } from './sentence-order.ts';
import { typos } from './typos.ts';
import { whitespace } from './whitespace.ts';

/** All ways in which code rewords, in reading order. */
export const REWORDINGS: readonly Rewording[] = [
  typos,
  lowerCase,
  upperCase,
  politeness,
  sentenceOrder,
  whitespace,
  format,
];

export interface PhrasingOptions {
  seed: number;
  /** Names of rewordings; all if undefined. */
  rewordings?: readonly string[];
  /** Words and phrases that no rewording changes, beside those of `expected`. */
  keep?: readonly string[];
  /** ISO 639-1; detected if undefined. */
  language?: string;
}

/**
 * Each question as it is, and once under each rewording. Code, numbers, URLs, quotations, placeholders
 * and the words of the answer stay as they are.
 */
export function makePhrasing(samples: readonly Sample[], options: PhrasingOptions): MadeVariants {
  const { rewordings = REWORDINGS.map(({ name }) => name) } = options;
  const chosen = REWORDINGS.filter(({ name }) => rewordings.includes(name));
  const made: MadeVariants = { variants: [], skipped: [] };
  for (const [of, sample] of samples.entries()) {
    made.variants.push({ of, variant: 'original', sample, edits: [] });
    for (const rewording of chosen) addReworded(made, { of, sample, rewording, options });
  }
  return made;
}

interface Rewordable {
  of: number;
  sample: Sample;
  rewording: Rewording;
  options: PhrasingOptions;
}

function addReworded(made: MadeVariants, { of, sample, rewording, options }: Rewordable): void {
  const variant = rewording.name;
  const question = questionOf(sample);
  if (question === undefined) {
    made.skipped.push({ of, variant, reason: 'the sample asks nothing: it has no input' });
    return;
  }
  const { text, pointer } = question;
  const reworded = rewordText(text, rewording, { ...options, sample });
  if ('skipped' in reworded) {
    made.skipped.push({ of, variant, reason: reworded.skipped });
    return;
  }
  made.variants.push({
    ...{ of, variant },
    sample: question.replaced(applyEdits(text, reworded)),
    edits: reworded.map(
      ({ start, end, replacement }): ProbeEdit => ({
        ...{ pointer, start, end },
        before: text.slice(start, end),
        after: replacement,
      }),
    ),
  });
}

function rewordText(
  text: string,
  rewording: Rewording,
  { seed, keep = [], language, sample }: PhrasingOptions & { sample: Sample },
): Reworded {
  const open = {
    text,
    kept: protectedParts(text, [...keep, ...answerWords(sample)]),
    language: languageOf(text, language),
  };
  const reworded = rewording.reword(open, randomFor(seed, rewording.name, text));
  if ('skipped' in reworded) return reworded;
  return applyEdits(text, reworded) === text
    ? { skipped: 'nothing in it may be changed' }
    : reworded;
}
