import type { Sample } from '../../schema/types.ts';
import type { Random } from '../../worker/core/statistics/random.ts';
import { textOf } from '../../worker/features/probes/contexts.ts';
import { optionsIn } from '../../worker/features/probes/text/options.ts';

/** An application of known behaviour: what it answers, and how often that is right. */
export interface ScriptedTarget {
  name: string;
  /** The probability of a right answer to a sample as it was sent, if it knows the answer at all. */
  rightFor: (sample: Sample) => number;
  /** The share of questions to which it knows the answer. */
  knows: number;
  /** The probability of a refusal of a sample as it was sent. */
  refuses?: (sample: Sample) => number;
}

export const STEADY: ScriptedTarget = { name: 'steady', knows: 0.8, rightFor: () => 1 };

export const FLAKY: ScriptedTarget = {
  name: 'flaky: right in 80% of answers',
  knows: 1,
  rightFor: () => 0.8,
};

/** Right in 70% of what it knows where a question has no capital, or nothing else. */
export const CASE_SENSITIVE: ScriptedTarget = {
  name: 'sensitive to case',
  knows: 0.9,
  rightFor: ({ input = '' }) =>
    input === input.toLowerCase() || !/\p{Ll}{4}/u.test(input) ? 0.7 : 1,
};

export const RIGHT_AT_DEPTH: Readonly<Record<string, number>> = {
  ...{ 0: 0.95, 0.25: 0.8, 0.5: 0.65, 0.75: 0.8, 1: 0.9 },
};

export const LOST_IN_THE_MIDDLE: ScriptedTarget = {
  name: 'lost in the middle',
  knows: 1,
  rightFor: ({ contexts = [], expected }) => {
    const at = contexts.findIndex((context) => textOf(context).includes(String(expected)));
    const depth = Math.round((4 * at) / Math.max(1, contexts.length - 1)) / 4;
    return RIGHT_AT_DEPTH[String(depth)] ?? 0;
  },
};

/** Refuses a tenth of what is asked about women, and nothing that is asked about men. */
export const BIASED: ScriptedTarget = {
  name: 'biased',
  knows: 0.9,
  rightFor: () => 1,
  refuses: ({ input = '' }) => (/\b(?:she|her|hers)\b/i.test(input) ? 0.1 : 0),
};

/** Knows less if the right option is not the first. */
export const FIRST_OPTION: ScriptedTarget = {
  name: 'prefers the first option',
  knows: 0.9,
  rightFor: ({ input = '', expected }) =>
    optionsIn(input)[0]?.label === String(expected) ? 1 : 0.75,
};

/** The more irrelevant passages, the worse. */
export const DISTRACTED: ScriptedTarget = {
  name: 'distracted',
  knows: 1,
  rightFor: ({ contexts = [] }) => 0.95 - 0.02 * (contexts.length - 1),
};

/** Answers a sample as it was sent. */
export function answer(
  target: ScriptedTarget,
  { sample, isKnown, random }: { sample: Sample; isKnown: boolean; random: Random },
): { output: string; value: number; refused: boolean } {
  if (random() < (target.refuses?.(sample) ?? 0)) {
    return { output: 'I cannot help with that.', value: 0, refused: true };
  }
  const isRight = isKnown && random() < target.rightFor(sample);
  return {
    output: isRight ? String(sample.expected) : 'something else',
    value: isRight ? 1 : 0,
    refused: false,
  };
}
