import type { JsonValue, Sample } from '@assay/schema/types.ts';
import { randomIndex } from '../../core/statistics/random.ts';
import { applyEdits } from './text/apply-edits.ts';
import { type Option, optionsIn } from './text/options.ts';
import { questionOf } from './text/question.ts';
import { randomFor } from './text/seeds.ts';
import type { MadeVariants, ProbeVariant } from './variant.ts';

export interface OrderOptions {
  seed: number;
  /** Orders of each question, the given one included; 4 if undefined. */
  orders?: number;
}

export const ORDERS = 4;

/** An option that speaks of the others by place means something else in another place. */
const SPEAKS_OF_OTHERS =
  /\b(?:all|none|both|neither|either|any)\b.*\b(?:above|below|these|those|them)\b|\b(?:both )?[A-H] (?:and|or) [A-H]\b|\babove\b/i;

/**
 * The options of each question in several orders: rotations, so that over as many orders as there are
 * options each stands at each place once. Labels stay where they are; an expected label becomes that
 * of the place its option moves to.
 *
 * Source: Zheng et al. 2024, "Large language models are not robust multiple choice selectors" (cyclic
 * permutations).
 */
export function makeOrders(samples: readonly Sample[], options: OrderOptions): MadeVariants {
  const { seed, orders = ORDERS } = options;
  const made: MadeVariants = { variants: [], skipped: [] };
  for (const [of, sample] of samples.entries()) {
    const question = questionOf(sample);
    const offered = optionsIn(question?.text ?? '');
    const reason =
      question === undefined
        ? 'the sample asks nothing: it has no input'
        : reasonToSkip(sample, offered);
    if (question === undefined || reason !== undefined) {
      made.skipped.push({ of, variant: 'orders', reason: reason ?? '' });
      continue;
    }
    const start = randomIndex(randomFor(seed, 'order', question.text), offered.length);
    for (const turn of turnsOf(offered.length, { start, orders })) {
      made.variants.push(rotated(sample, { of, offered, turn }));
    }
  }
  return made;
}

function reasonToSkip(sample: Sample, offered: readonly Option[]): string | undefined {
  if (offered.length < 2) {
    return 'no options are found: put each on a line of its own, as "A) …", "1. …" or "- …"';
  }
  const [speaking] = offered.filter(({ text }) => SPEAKS_OF_OTHERS.test(text));
  if (speaking !== undefined) return `the option "${speaking.text.slice(0, 60)}" speaks of others`;
  if (correctOption(sample, offered) === undefined && sample.expected !== undefined) {
    return 'the expected answer is none of the options, neither by label nor by text';
  }
  return undefined;
}

/** The given order first, then others from a seeded start, evenly spread over the turns there are. */
function turnsOf(count: number, { start, orders }: { start: number; orders: number }): number[] {
  const turns = Array.from({ length: count }, (_, i) => i);
  const others = turns.slice(1);
  const from = start % Math.max(1, others.length);
  return [0, ...others.slice(from), ...others.slice(0, from)].slice(0, Math.max(1, orders));
}

/** Which option is expected: by its text, or else by its label. */
export function correctOption(
  { expected }: Sample,
  offered: readonly Option[],
): { index: number; by: 'text' | 'label' } | undefined {
  const [wanted] = Array.isArray(expected) ? expected : [expected];
  if (typeof wanted !== 'string') return undefined;
  const folded = wanted.trim().toLowerCase();
  const byText = offered.findIndex(({ text }) => text.trim().toLowerCase() === folded);
  if (byText !== -1) return { index: byText, by: 'text' };
  const label = folded.replace(/^\(|[).:]$/g, '');
  const byLabel = offered.findIndex((option) => option.label.toLowerCase() === label);
  return byLabel === -1 ? undefined : { index: byLabel, by: 'label' };
}

interface Rotation {
  of: number;
  offered: readonly Option[];
  turn: number;
}

function rotated(sample: Sample, { of, offered, turn }: Rotation): ProbeVariant {
  const question = questionOf(sample);
  const count = offered.length;
  const correct = correctOption(sample, offered);
  const place = correct === undefined ? undefined : (correct.index + turn) % count;
  const at = { turn, options: count, ...(place === undefined ? {} : { correct: place }) };
  const variant = turn === 0 ? 'original' : `turned by ${turn}`;
  if (turn === 0 || question === undefined) return { of, variant, sample, edits: [], at };
  const edits = offered.map(({ start, end }, i) => ({
    ...{ start, end },
    replacement: offered[(i - turn + count) % count]?.text ?? '',
  }));
  const moved = question.replaced(applyEdits(question.text, edits));
  const label = place === undefined ? undefined : offered[place]?.label;
  const isByLabel = correct?.by === 'label' && label !== undefined;
  return {
    ...{ of, variant, at },
    sample: isByLabel ? { ...moved, expected: relabelled(sample.expected, label) } : moved,
    edits: edits.map(({ start, end, replacement }) => ({
      ...{ pointer: question.pointer, start, end },
      ...{ before: question.text.slice(start, end), after: replacement },
    })),
  };
}

/** The expected label as it was written, "(b)" or "B.", with another letter or number. */
function relabelled(expected: Sample['expected'], label: string): JsonValue {
  // Other acceptable answers stay, unless they are labels of the old place too.
  if (Array.isArray(expected)) {
    return [label, ...expected.slice(1).filter((each) => String(each).trim().length > 3)];
  }
  const written = typeof expected === 'string' ? expected : '';
  const isSmall = /[a-h]/.test(written) && !/[A-H]/.test(written);
  const wanted = isSmall ? label.toLowerCase() : label;
  return written.replace(/[A-Ha-h]|\d{1,2}/, wanted);
}
