import {
  predictionPoweredAt,
  tuneLambda,
} from '../../worker/core/statistics/correction/prediction-powered-at.ts';
import { predictionPoweredMean } from '../../worker/core/statistics/correction/prediction-powered-mean.ts';
import {
  type CorrectedShare,
  roganGladen,
} from '../../worker/core/statistics/correction/rogan-gladen.ts';
import type { Estimate } from '../../worker/core/statistics/estimate.ts';
import { type Moments, momentsOf } from '../../worker/core/statistics/moments.ts';
import { seededRandom } from '../../worker/core/statistics/random.ts';
import { drawWorld, type Setting, type World } from './worlds.ts';

/** How often intervals cover the truth, and how wide they are. */
export interface Tally {
  /** The share of worlds in which there is an estimate. */
  estimated: number;
  /** Of those, the share whose interval covers the truth. */
  covered: number;
  width: number;
}

export interface Coverage {
  corrected: Tally;
  /** The share of worlds in which the judge's scores were used. */
  usesJudge: number;
  /** How many labels alone would be as certain. */
  worth: number;
  labelsAlone: Tally;
  /** PPI++ with the normal interval and its weight tuned on the same labels. */
  published: Tally;
  roganGladen: Tally;
}

const NO_OTHERS = momentsOf([]);

/** Draws worlds of a setting and looks at what each method says of them. */
export function measureCoverage(
  setting: Setting,
  { labels, worlds, seed }: { labels: number; worlds: number; seed: number },
): Coverage {
  const random = seededRandom(seed);
  const [corrected, alone, published, shares] = [0, 1, 2, 3].map(() => createTally(setting.truth));
  let [used, worth] = [0, 0];
  for (let world = 0; world < worlds; world += 1) {
    const drawn = drawWorld(setting, labels, random);
    const found = predictionPoweredMean(drawn.labelled, drawn.others);
    corrected?.add(found);
    used += found.method === 'prediction_powered' ? 1 : 0;
    worth += found.effectiveLabels;
    alone?.add(predictionPoweredMean(drawn.labelled, NO_OTHERS));
    const lambda = tuneLambda(drawn.labelled, drawn.others);
    published?.add(predictionPoweredAt(drawn.labelled, drawn.others, lambda));
    const share = setting.isBinary ? shareOf(drawn) : undefined;
    if (share?.status === 'estimated') shares?.add(share);
  }
  const tally = (of: ReturnType<typeof createTally> | undefined) =>
    of?.result(worlds) ?? { estimated: 0, covered: Number.NaN, width: Number.NaN };
  return {
    corrected: tally(corrected),
    usesJudge: used / worlds,
    worth: worth / worlds,
    labelsAlone: tally(alone),
    published: tally(published),
    roganGladen: tally(shares),
  };
}

export function createTally(truth: number) {
  let [count, covered, width] = [0, 0, 0];
  return {
    add: ({ low, high }: Estimate) => {
      count += 1;
      covered += low <= truth && truth <= high ? 1 : 0;
      width += high - low;
    },
    result: (worlds: number): Tally => ({
      estimated: count / worlds,
      covered: covered / count,
      width: width / count,
    }),
  };
}

function shareOf({ labelled, others }: World): CorrectedShare {
  const count = (label: number) => {
    const scores = labelled.filter((item) => item.label === label).map(({ score }) => score);
    return {
      successes: scores.filter((score) => score === label).length,
      trials: scores.length,
    };
  };
  return roganGladen({
    passed: countOf(others),
    specificity: count(0),
    sensitivity: count(1),
  });
}

function countOf({ count, mean }: Moments) {
  return { successes: Math.round(count * mean), trials: count };
}
