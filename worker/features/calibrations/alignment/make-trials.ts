import { newId } from '@assay/schema/ids.ts';
import type { JsonObject } from '@assay/schema/types.ts';
import type { Judge } from '@assay/scorers/judging/judge.ts';
import { proposeCriterion } from '@assay/scorers/rubric/propose-criterion.ts';
import { chooseExamples, type TrainingPair } from './choose-examples.ts';
import { changed, type RubricDefinition } from './rubric-definition.ts';
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
    const examples = chooseExamples(training, rubric.levels, terms.examples);
    const written = await rewrite(training, rubric, terms);
    if (typeof written === 'object') unwritten ??= written.reason;
    const criterion = typeof written === 'string' ? written : undefined;
    const hasExamples = examples.length > 0;
    const both = criterion !== undefined && hasExamples;
    return [
      ...(hasExamples
        ? [{ kind: 'examples' as const, params: changed(params, { examples }) }]
        : []),
      ...(criterion !== undefined
        ? [{ kind: 'criterion' as const, params: changed(params, { criterion }) }]
        : []),
      ...(both
        ? [
            {
              kind: 'criterion-and-examples' as const,
              params: changed(params, { criterion, examples }),
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

/** The rewritten criterion; undefined where nothing asks for one; why there is none. */
async function rewrite(
  training: readonly TrainingPair[],
  { criterion }: RubricDefinition,
  { writer }: TrialTerms,
): Promise<string | { reason: string } | undefined> {
  if (writer === undefined) return undefined;
  const wrong = training.filter(({ isGood, passed }) => isGood !== passed);
  if (wrong.length === 0) return undefined;
  const [good, bad] = [wrong.filter(({ isGood }) => isGood), wrong.filter(({ isGood }) => !isGood)];
  const half = MOST_SHOWN / 2;
  const shown = [
    ...good.slice(0, Math.max(half, MOST_SHOWN - bad.length)),
    ...bad.slice(0, Math.max(half, MOST_SHOWN - good.length)),
  ];
  const written = await proposeCriterion(criterion, shown, writer.judge, writer.model);
  return typeof written === 'string' ? written : { reason: written.reason };
}
