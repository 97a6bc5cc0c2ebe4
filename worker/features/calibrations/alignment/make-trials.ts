import { newId } from '@assay/schema/ids.ts';
import type { JsonObject } from '@assay/schema/types.ts';
import type { Judge } from '@assay/scorers/judging/judge.ts';
import { proposeCriteria } from '@assay/scorers/rubric/propose-criterion.ts';
import { proposeLevels } from '@assay/scorers/rubric/propose-levels.ts';
import { chooseExamples, choosePairs, type TrainingPair } from './choose-examples.ts';
import { changed, fits, type RubricDefinition } from './rubric-definition.ts';
import { dealOut, type TrialScorer, type Trials } from './trials.ts';

/** A labelled sample of the calibration. */
export interface PlacedPair extends TrainingPair {
  at: number;
}

export interface TrialTerms {
  folds: number;
  examples: number;
  /** Who rewrites the criterion; undefined for nobody. */
  writer: { judge: Judge; model: string } | undefined;
}

const MOST_SHOWN = 8;

/** Settles what is tried on which labels: each candidate is made from labels that do not measure it. */
export async function makeTrials(
  pairs: readonly PlacedPair[],
  params: JsonObject,
  rubric: RubricDefinition,
  terms: TrialTerms,
): Promise<Trials> {
  const hands = dealOut(pairs, terms.folds);
  let unwritten: string | null = null;
  async function candidatesFrom(training: readonly TrainingPair[]): Promise<TrialScorer[]> {
    const examples = await examplesOf(training, rubric, terms);
    const written = await rewrite(training, rubric, terms);
    if (written !== undefined && 'reason' in written) unwritten ??= written.reason;
    const criteria = Array.isArray(written) ? written : undefined;
    const hasExamples = examples.length > 0;
    const both = criteria !== undefined && hasExamples;
    return [
      ...(hasExamples
        ? [{ kind: 'examples' as const, params: changed(params, { examples }) }]
        : []),
      ...(criteria !== undefined
        ? [{ kind: 'criterion' as const, params: changed(params, { criteria }) }]
        : []),
      ...(both
        ? [
            {
              kind: 'criterion-and-examples' as const,
              params: changed(params, { criteria, examples }),
            },
          ]
        : []),
    ];
  }

  const folds = await Promise.all(
    hands.map(async (hand) => {
      const own = new Set(hand);
      return {
        seed: newId('attempt'),
        places: hand.map(({ at }) => at),
        scorers: await candidatesFrom(pairs.filter((pair) => !own.has(pair))),
      };
    }),
  );
  return { folds, offered: await candidatesFrom(pairs), unwritten };
}

/**
 * Few-shot examples. With several criteria a label says nothing of each, so a model says how an output
 * does by them; where that does not come to what people said of the whole, it is no example.
 */
async function examplesOf(
  training: readonly TrainingPair[],
  rubric: RubricDefinition,
  { examples: most, writer }: TrialTerms,
): Promise<JsonObject[]> {
  if (rubric.criteria.length === 1) return chooseExamples(training, rubric.levels, most);
  const chosen = choosePairs(training, most);
  if (writer === undefined || chosen.length === 0) return [];
  const told = await proposeLevels(
    {
      criteria: rubric.criteria.map(({ criterion }) => criterion),
      count: rubric.levels.length,
    },
    chosen,
    writer.judge,
    writer.model,
  );
  if (!Array.isArray(told)) return [];
  return chosen.flatMap(({ output, isGood }, i) => {
    const level = told[i] ?? [];
    return fits(level, isGood, rubric) ? [{ output, level }] : [];
  });
}

/** The rewritten criteria; undefined where nothing asks for them; why there are none. */
async function rewrite(
  training: readonly TrainingPair[],
  { criteria }: RubricDefinition,
  { writer }: TrialTerms,
): Promise<string[] | { reason: string } | undefined> {
  if (writer === undefined) return undefined;
  const wrong = training.filter(({ isGood, passed }) => isGood !== passed);
  if (wrong.length === 0) return undefined;
  const [good, bad] = [wrong.filter(({ isGood }) => isGood), wrong.filter(({ isGood }) => !isGood)];
  const half = MOST_SHOWN / 2;
  const shown = [
    ...good.slice(0, Math.max(half, MOST_SHOWN - bad.length)),
    ...bad.slice(0, Math.max(half, MOST_SHOWN - good.length)),
  ];
  const written = await proposeCriteria(
    criteria.map(({ criterion }) => criterion),
    shown,
    writer.judge,
    writer.model,
  );
  return Array.isArray(written) ? written : { reason: written.reason };
}
