import { counted } from '@assay/schema/counted.ts';
import type { Sample } from '@assay/schema/types.ts';
import { sentenceSpans } from '@assay/scorers/text/sentence-spans.ts';
import { holdsAnswer } from './contexts.ts';
import { DISTRACTORS } from './text/distractors.ts';
import { protectedParts, touches } from './text/protected-parts.ts';
import { languageOf, type Question, questionOf } from './text/question.ts';
import { randomFor, shuffled } from './text/seeds.ts';
import type { MadeVariants, ProbeVariant } from './variant.ts';

export interface DistractionOptions {
  seed: number;
  /** How many irrelevant passages are added; 1, 3 and 10 if undefined. */
  amounts?: readonly number[];
  /** Passages that are irrelevant to all samples; built-in ones, in English, if undefined. */
  distractors?: readonly string[];
}

export const AMOUNTS: readonly number[] = [1, 3, 10];

/**
 * Irrelevant passages added: to the contexts of a sample that has some, else to its question, before
 * its last sentence. More passages contain the fewer ones. None holds a word of the expected answer.
 *
 * Source: Shi et al. 2023, "Large language models can be easily distracted by irrelevant context".
 */
export function makeDistractions(
  samples: readonly Sample[],
  options: DistractionOptions,
): MadeVariants {
  const { amounts = AMOUNTS } = options;
  const made: MadeVariants = { variants: [], skipped: [] };
  for (const [of, sample] of samples.entries()) {
    made.variants.push({ of, variant: 'original', sample, edits: [] });
    for (const amount of amounts) {
      const distracted = distractedSample(sample, amount, options);
      const variant = nameOf(amount);
      if (typeof distracted === 'string') made.skipped.push({ of, variant, reason: distracted });
      else made.variants.push({ of, variant, ...distracted });
    }
  }
  return made;
}

function nameOf(amount: number): string {
  return counted(amount, 'irrelevant passage');
}

/** The sample with passages added, or why it cannot have any. */
function distractedSample(
  sample: Sample,
  amount: number,
  { seed, distractors }: DistractionOptions,
): Pick<ProbeVariant, 'sample' | 'edits' | 'at'> | string {
  const question = questionOf(sample);
  if (question === undefined) return 'the sample asks nothing: it has no input';
  const isBuiltIn = distractors === undefined;
  const language = languageOf(question.text, isBuiltIn ? 'en' : undefined);
  if (isBuiltIn && language !== 'en') {
    return 'the built-in passages are English; give `distractors` in the language of the sample';
  }
  const usable = (distractors ?? DISTRACTORS).filter((text) => !holdsAnswer(text, sample));
  if (usable.length < amount) {
    return `only ${usable.length} passages say nothing of the answer`;
  }
  const random = randomFor(seed, 'distraction', question.text);
  const added = shuffled(random, usable).slice(0, amount);
  const { contexts } = sample;
  if (contexts === undefined || contexts.length === 0) return inQuestion(question, added);
  return {
    sample: { ...sample, contexts: [...contexts, ...added] },
    edits: added.map((after) => ({
      ...{ pointer: '/contexts', start: contexts.length, end: contexts.length },
      ...{ before: '', after },
    })),
    at: { amount },
  };
}

function inQuestion(
  { text, pointer, replaced }: Question,
  added: readonly string[],
): Pick<ProbeVariant, 'sample' | 'edits' | 'at'> {
  const found = sentenceSpans(text).at(-1)?.start ?? 0;
  // What looks like a sentence inside code or a quotation is not cut apart.
  const last = touches(protectedParts(text), found - 1, found + 1) && found > 0 ? 0 : found;
  const inserted = `${added.join(' ')} `;
  return {
    sample: replaced(text.slice(0, last) + inserted + text.slice(last)),
    edits: [{ pointer, start: last, end: last, before: '', after: inserted }],
    at: { amount: added.length },
  };
}
