import { counted } from '@assay/schema/counted.ts';
import type { Sample } from '@assay/schema/types.ts';
import { type GivenContext, holdsAnswer, neededContext, textOf } from './contexts.ts';
import { DISTRACTORS } from './text/distractors.ts';
import { questionOf } from './text/question.ts';
import { randomFor, shuffled } from './text/seeds.ts';
import type { MadeVariants, ProbeVariant } from './variant.ts';

export interface PositionOptions {
  seed: number;
  /** Passages in all, the needed one included; 5, 10 and 20 if undefined. */
  lengths?: readonly number[];
  /** Where the needed one stands, from 0 (first) to 1 (last). */
  depths?: readonly number[];
  /** Passages that say nothing of any answer; those of other samples and built-in ones if undefined. */
  distractors?: readonly string[];
}

export const LENGTHS: readonly number[] = [5, 10, 20];
export const DEPTHS: readonly number[] = [0, 0.25, 0.5, 0.75, 1];

/**
 * The passage that is needed at each depth among distractors, at several lengths. The distractors of
 * a sample and their order are the same at every depth of a length, so that only the place differs.
 * A passage that holds a word of the expected answer distracts from nothing and is not used.
 *
 * Source: Liu et al. 2024, "Lost in the middle: how language models use long contexts".
 */
export function makePositions(samples: readonly Sample[], options: PositionOptions): MadeVariants {
  const { lengths = LENGTHS, depths = DEPTHS } = options;
  const made: MadeVariants = { variants: [], skipped: [] };
  for (const [of, sample] of samples.entries()) {
    const needed = neededContext(sample);
    for (const length of lengths) {
      const among = typeof needed === 'number' ? distractorsFor(samples, of, options) : [];
      const reason =
        typeof needed !== 'number'
          ? needed.unknown
          : among.length < length - 1
            ? `only ${among.length} passages that say nothing of the answer are available`
            : undefined;
      if (typeof needed !== 'number' || reason !== undefined) {
        made.skipped.push({ of, variant: `length ${length}`, reason: reason ?? '' });
        continue;
      }
      const others = shuffled(
        randomFor(options.seed, 'position', String(length), questionOf(sample)?.text ?? ''),
        among,
      ).slice(0, length - 1);
      made.variants.push(
        ...depths.map((depth) => placed(sample, { of, needed, length, depth, others })),
      );
    }
  }
  return made;
}

interface Placing {
  of: number;
  needed: number;
  length: number;
  depth: number;
  others: readonly GivenContext[];
}

function placed(sample: Sample, { of, needed, length, depth, others }: Placing): ProbeVariant {
  const { contexts = [] } = sample;
  const passage = contexts[needed] ?? '';
  const place = Math.round(depth * (length - 1));
  const placed = [...others.slice(0, place), passage, ...others.slice(place)];
  return {
    of,
    variant: `${counted(length, 'passage')}, depth ${depth}`,
    sample: { ...sample, contexts: placed },
    edits: [
      {
        ...{ pointer: '/contexts', start: 0, end: contexts.length },
        before: `${counted(contexts.length, 'passage')}, the needed one at ${needed}`,
        after: `${counted(placed.length, 'passage')}, the needed one at ${place}`,
      },
    ],
    at: { length, depth, place },
  };
}

/** What can be put around the needed passage: other passages of the sample, given ones, or those of others. */
function distractorsFor(
  samples: readonly Sample[],
  of: number,
  { distractors }: PositionOptions,
): GivenContext[] {
  const sample = samples[of] ?? {};
  const needed = neededContext(sample);
  const own = (sample.contexts ?? []).filter((_, i) => i !== needed);
  const others: readonly GivenContext[] = distractors ?? [
    ...samples.flatMap((each, i) => (i === of ? [] : (each.contexts ?? []))),
    ...DISTRACTORS,
  ];
  const known = new Set((sample.contexts ?? []).map((context) => textOf(context)));
  const rest = others.filter((context) => {
    const text = textOf(context);
    if (known.has(text) || holdsAnswer(text, sample)) return false;
    known.add(text);
    return true;
  });
  return [...own.filter((context) => !holdsAnswer(textOf(context), sample)), ...rest];
}
