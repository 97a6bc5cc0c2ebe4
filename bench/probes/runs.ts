import type { Estimate, Sample } from '../../schema/types.ts';
import { type Random, seededRandom } from '../../worker/core/statistics/random.ts';
import type { ProbeAnswer } from '../../worker/features/probes/analysis/answers.ts';
import { analyseConsistency } from '../../worker/features/probes/analysis/consistency.ts';
import { analyseCounterfactual } from '../../worker/features/probes/analysis/counterfactual.ts';
import { analyseDistraction } from '../../worker/features/probes/analysis/distraction.ts';
import { analyseDrift } from '../../worker/features/probes/analysis/drift.ts';
import type { Findings } from '../../worker/features/probes/analysis/findings.ts';
import { analyseOrder } from '../../worker/features/probes/analysis/order.ts';
import { analysePhrasing } from '../../worker/features/probes/analysis/phrasing.ts';
import { analysePosition } from '../../worker/features/probes/analysis/position.ts';
import { makeConsistency } from '../../worker/features/probes/consistency.ts';
import { makeCounterfactuals } from '../../worker/features/probes/counterfactual/counterfactual.ts';
import { makeDistractions } from '../../worker/features/probes/distraction.ts';
import { makeOrders } from '../../worker/features/probes/order.ts';
import { makePhrasing } from '../../worker/features/probes/phrasing/phrasing.ts';
import { makePositions } from '../../worker/features/probes/position.ts';
import type { ProbeVariant } from '../../worker/features/probes/variant.ts';
import {
  answer,
  BIASED,
  CASE_SENSITIVE,
  DISTRACTED,
  FIRST_OPTION,
  FLAKY,
  LOST_IN_THE_MIDDLE,
  RIGHT_AT_DEPTH,
  type ScriptedTarget,
  STEADY,
} from './targets.ts';

/** Numbers of a report that should cover what is known of the target. */
export interface Truth {
  name: string;
  found: (findings: Findings) => Estimate | null | undefined;
  is: number;
}

/** A probe of a target whose behaviour is known. */
export interface KnownRun {
  probe: string;
  target: string;
  samples: number;
  /** What a report should say of it. */
  outcome: Findings['outcome'];
  truths: readonly Truth[];
  run: (seed: number) => Findings;
}

const MARGIN = 0.05;

const QUESTIONS = Array.from({ length: 60 }, (_, i): Sample => {
  const [thing = '', place = ''] = [THINGS()[i % 12], PLACES()[Math.floor(i / 12)]];
  const expected = `Answer ${i}`;
  return {
    id: `q${i}`,
    input: `Anna Lindqvist visited the ${thing} in ${place} last summer. Which entrance should visitors of number ${i} take?`,
    expected,
    contexts: [`Visitors of number ${i} take this entrance: ${expected}.`],
  };
});

function THINGS(): string[] {
  return 'castle harbour theatre market garden library museum bridge chapel station tower mill'.split(
    ' ',
  );
}

function PLACES(): string[] {
  return ['Riverton', 'Oakfield', 'Marsh End', 'Highgate', 'Stonebridge'];
}

const PEOPLE = QUESTIONS.map(({ id = '', input = '', expected }): Sample => {
  return { id, input: input.replace('Anna Lindqvist', 'She'), expected: String(expected) };
});

const CHOICES = QUESTIONS.map(({ id = '' }, i): Sample => {
  const options = ['north', 'south', 'east', 'west'].map((text, j) => `${'ABCD'[j]}) ${text} ${i}`);
  return { id, input: `Which way?\n${options.join('\n')}`, expected: 'ABCD'[i % 4] ?? 'A' };
});

/** What a target answers to variants, in a world of its own: which questions it knows is drawn anew. */
function ask(
  target: ScriptedTarget,
  variants: readonly ProbeVariant[],
  { repeats, random, known }: { repeats: number; random: Random; known: Map<number, boolean> },
): ProbeAnswer[] {
  return variants.flatMap(({ of, variant, sample, at }) => {
    const isKnown = known.get(of) ?? random() < target.knows;
    known.set(of, isKnown);
    return Array.from({ length: repeats }, (): ProbeAnswer => {
      const given = answer(target, { sample, isKnown, random });
      return { of: `q${of}`, variant, ...given, ...(at === undefined ? {} : { at }) };
    });
  });
}

function once(target: ScriptedTarget, variants: readonly ProbeVariant[], repeats = 1) {
  return (seed: number) =>
    ask(target, variants, { repeats, random: seededRandom(seed), known: new Map() });
}

const consistent = (target: ScriptedTarget, repeats: number) => {
  const answers = once(target, makeConsistency(QUESTIONS).variants, repeats);
  return (seed: number) => analyseConsistency(answers(seed), MARGIN);
};

function steadyTruths(rate: number, knows: number, repeats: number): Truth[] {
  const all = rate ** repeats;
  return [
    { name: 'mean', found: ({ consistency }) => consistency?.mean, is: knows * rate },
    {
      name: 'same verdict',
      found: ({ consistency }) => consistency?.sameVerdict,
      is: 1 - knows * (1 - all - (1 - rate) ** repeats),
    },
    {
      name: 'same answer',
      found: ({ consistency }) => consistency?.sameAnswer,
      is: 1 - knows * 2 * rate * (1 - rate),
    },
    {
      name: `pass^${repeats}`,
      found: ({ consistency }) => consistency?.passHat.at(-1)?.value,
      is: knows * all,
    },
  ];
}

const phrased = once(CASE_SENSITIVE, makePhrasing(QUESTIONS, { seed: 1 }).variants);
const placed = once(
  LOST_IN_THE_MIDDLE,
  makePositions(QUESTIONS, { seed: 1, lengths: [9] }).variants,
);
const swapped = once(BIASED, makeCounterfactuals(PEOPLE, { seed: 1 }).variants);
const turned = once(FIRST_OPTION, makeOrders(CHOICES, { seed: 1 }).variants);
const distracted = once(DISTRACTED, makeDistractions(QUESTIONS, { seed: 1 }).variants);

function differenceTo(first: string, measure: 'score' | 'refused' = 'score'): Truth['found'] {
  return ({ differences }) =>
    differences.find((each) => each.first === first && each.measure === measure)?.difference;
}

/** Of eight wordings of what is known, two are right with a probability of 0.7 and the others always. */
function sensitivityToCase(): number {
  const [others, pairs] = [6, 28];
  const wrong = [0.49, 0.42, 0.09];
  const expected = wrong.map((share, count) => (share * count * (others + 2 - count)) / pairs);
  return CASE_SENSITIVE.knows * expected.reduce((sum, each) => sum + each, 0);
}

const drifted = (fallsTo: number) => (seed: number) => {
  const random = seededRandom(seed);
  const { variants } = makeConsistency(QUESTIONS);
  const known = new Map<number, boolean>();
  const now = { ...FLAKY, rightFor: () => fallsTo };
  const before = ask(FLAKY, variants, { repeats: 3, random, known });
  return analyseDrift(before, ask(now, variants, { repeats: 3, random, known }), {
    ...{ since: 'before', margin: MARGIN, seed },
  });
};

export const KNOWN_RUNS: readonly KnownRun[] = [
  {
    ...{ probe: 'consistency', target: STEADY.name, samples: 60, outcome: 'undecided' },
    truths: steadyTruths(1, STEADY.knows, 5),
    run: consistent(STEADY, 5),
  },
  {
    ...{ probe: 'consistency', target: FLAKY.name, samples: 60, outcome: 'affected' },
    truths: steadyTruths(0.8, FLAKY.knows, 5),
    run: consistent(FLAKY, 5),
  },
  {
    ...{ probe: 'phrasing', target: CASE_SENSITIVE.name, samples: 60, outcome: 'affected' },
    truths: [
      ...['lower-case', 'upper-case'].map((name): Truth => {
        return { name, found: differenceTo(name), is: -0.9 * 0.3 };
      }),
      ...['typos', 'politeness', 'order', 'whitespace', 'format'].map((name): Truth => {
        return { name, found: differenceTo(name), is: 0 };
      }),
      {
        name: 'sensitivity',
        found: ({ sensitivity }) => sensitivity?.wordings,
        is: sensitivityToCase(),
      },
    ],
    run: (seed) => analysePhrasing(phrased(seed), MARGIN),
  },
  {
    ...{ probe: 'position', target: LOST_IN_THE_MIDDLE.name, samples: 60, outcome: 'affected' },
    truths: [
      ...Object.entries(RIGHT_AT_DEPTH).map(([depth, is]): Truth => {
        return {
          name: `depth ${depth}`,
          found: ({ curves }) =>
            curves[0]?.points.find((point) => point.depth === Number(depth))?.mean,
          is,
        };
      }),
      {
        name: 'middle',
        found: ({ curves }) => curves[0]?.middle?.difference,
        is: 0.75 - 0.925,
      },
    ],
    run: (seed) => analysePosition(placed(seed), MARGIN),
  },
  {
    ...{ probe: 'counterfactual', target: BIASED.name, samples: 60, outcome: 'affected' },
    truths: [
      { name: 'score', found: differenceTo('gender: female'), is: -0.9 * 0.1 },
      { name: 'refusals', found: differenceTo('gender: female', 'refused'), is: 0.1 },
    ],
    run: (seed) => analyseCounterfactual(swapped(seed), MARGIN),
  },
  {
    ...{ probe: 'order', target: FIRST_OPTION.name, samples: 60, outcome: 'affected' },
    truths: [
      { name: 'first', found: differenceTo('correct option at place 1'), is: 0.9 * 0.25 },
      ...[2, 3, 4].map((place): Truth => {
        const is = 0.9 * (0.75 - (1 + 0.75 + 0.75) / 3);
        return {
          name: `place ${place}`,
          found: differenceTo(`correct option at place ${place}`),
          is,
        };
      }),
    ],
    run: (seed) => analyseOrder(turned(seed), MARGIN),
  },
  {
    ...{ probe: 'distraction', target: DISTRACTED.name, samples: 60, outcome: 'affected' },
    truths: [1, 3, 10].map((amount): Truth => {
      const name = `${amount} irrelevant passage${amount === 1 ? '' : 's'}`;
      return { name, found: differenceTo(name), is: -0.02 * amount };
    }),
    run: (seed) => analyseDistraction(distracted(seed), MARGIN),
  },
  {
    ...{ probe: 'drift', target: 'drifting: from 80% to 60%', samples: 60, outcome: 'affected' },
    truths: [{ name: 'score', found: ({ drift }) => drift?.score?.difference, is: -0.2 }],
    run: drifted(0.6),
  },
  {
    ...{ probe: 'drift', target: 'not drifting', samples: 60, outcome: 'undecided' },
    truths: [{ name: 'score', found: ({ drift }) => drift?.score?.difference, is: 0 }],
    run: drifted(0.8),
  },
];

export interface Recovered {
  /** Share of runs in which all intervals cover what is known at once, and of each. */
  together: number;
  each: { name: string; covered: number; width: number }[];
  /** Share of runs with each outcome. */
  outcomes: Partial<Record<Findings['outcome'], number>>;
}

/** Runs a probe many times, in worlds drawn anew. */
export function recover({ run, truths }: KnownRun, runs: number, seed: number): Recovered {
  const each = truths.map(({ name }) => ({ name, covered: 0, width: 0 }));
  const outcomes: Recovered['outcomes'] = {};
  let together = 0;
  for (let i = 0; i < runs; i += 1) {
    const found = run(seed + 7_919 * i);
    outcomes[found.outcome] = (outcomes[found.outcome] ?? 0) + 1 / runs;
    const covers = truths.map(({ found: read, is }, j) => {
      const estimate = read(found);
      const isCovered = !!estimate && estimate.low <= is + 1e-12 && is <= estimate.high + 1e-12;
      const tally = each[j];
      if (tally) {
        tally.covered += isCovered ? 1 / runs : 0;
        tally.width += estimate ? (estimate.high - estimate.low) / runs : 0;
      }
      return isCovered;
    });
    together += covers.every((covered) => covered) ? 1 / runs : 0;
  }
  return { together, each, outcomes };
}
