import { predictionPoweredDifference } from '../../worker/core/statistics/correction/prediction-powered-difference.ts';
import type { JudgeRates } from '../../worker/core/statistics/correction/rogan-gladen-difference.ts';
import { roganGladenDifference } from '../../worker/core/statistics/correction/rogan-gladen-difference.ts';
import type { Estimate } from '../../worker/core/statistics/estimate.ts';
import { momentsOf } from '../../worker/core/statistics/moments.ts';
import { type Random, seededRandom } from '../../worker/core/statistics/random.ts';
import { createTally, type Tally } from './coverage.ts';

/** What people say of two runs of the same samples, and how good the judge of each is. */
export interface DifferenceSetting {
  name: string;
  /** The shares that people pass in both runs, in the first alone, and in the second alone. */
  both: number;
  onlyFirst: number;
  onlySecond: number;
  first: Judge;
  /** Another judge than that of the first; the same one if omitted. */
  second?: Judge;
}

interface Judge {
  sensitivity: number;
  specificity: number;
}

export interface DifferenceCoverage {
  /** From labels of both runs, and the judge. */
  byPairs: Tally;
  usesJudge: number;
  /** From the labels of a calibration. */
  byCalibration: Tally;
}

export const PAIRS = 2_000;

const JUDGES: readonly Judge[] = [
  { sensitivity: 0.95, specificity: 0.95 },
  { sensitivity: 0.9, specificity: 0.8 },
  { sensitivity: 0.55, specificity: 0.5 },
];
const CHANGES = [
  { both: 0.6, onlyFirst: 0.1, onlySecond: 0.1 },
  { both: 0.55, onlyFirst: 0.2, onlySecond: 0.05 },
];

export const DIFFERENCES: readonly DifferenceSetting[] = [
  ...CHANGES.flatMap((change) =>
    JUDGES.map((first) => ({ name: `${nameOf(change)}, ${judgeName(first)}`, ...change, first })),
  ),
  ...CHANGES.map((change) => ({
    name: `${nameOf(change)}, two judges: .9 and .8, then .85 and .9`,
    ...change,
    first: { sensitivity: 0.9, specificity: 0.8 },
    second: { sensitivity: 0.85, specificity: 0.9 },
  })),
];

function nameOf({ onlyFirst, onlySecond }: (typeof CHANGES)[number]): string {
  return `${onlyFirst} better, ${onlySecond} worse`;
}

function judgeName({ sensitivity, specificity }: Judge): string {
  return `sensitivity ${sensitivity}, specificity ${specificity}`;
}

/** Draws worlds of a setting, each with so many labelled pairs, and a calibration of so many labels. */
export function measureDifference(
  setting: DifferenceSetting,
  {
    labels,
    worlds,
    seed,
    pairs: count = PAIRS,
  }: { labels: number; worlds: number; seed: number; pairs?: number },
): DifferenceCoverage {
  const random = seededRandom(seed);
  const truth = setting.onlyFirst - setting.onlySecond;
  const [byPairs, byCalibration] = [createTally(truth), createTally(truth)];
  let used = 0;
  for (let world = 0; world < worlds; world += 1) {
    const pairs = Array.from({ length: count }, () => drawPair(setting, random));
    const found = predictionPoweredDifference(
      pairs.slice(0, labels).map(({ people, judge }) => ({
        label: people[0] - people[1],
        score: judge[0] - judge[1],
      })),
      momentsOf(pairs.slice(labels).map(({ judge }) => judge[0] - judge[1])),
    );
    addTo(byPairs, found);
    used += found.status === 'estimated' && found.method === 'prediction_powered' ? 1 : 0;
    const first = ratesOf(setting.first, labels, random);
    const second = setting.second ? ratesOf(setting.second, labels, random) : first;
    addTo(byCalibration, roganGladenDifference({ pairs: countPairs(pairs), first, second }));
  }
  return {
    byPairs: byPairs.result(worlds),
    usesJudge: used / worlds,
    byCalibration: byCalibration.result(worlds),
  };
}

function addTo(
  tally: ReturnType<typeof createTally>,
  found: (Estimate & { status: 'estimated' }) | { status: 'refused' },
): void {
  if (found.status === 'estimated') tally.add(found);
}

interface Pair {
  people: [number, number];
  judge: [number, number];
}

function drawPair(setting: DifferenceSetting, random: Random): Pair {
  const { both, onlyFirst, onlySecond, first, second = first } = setting;
  const place = random();
  const inFirst = place < both + onlyFirst ? 1 : 0;
  const isBoth = place < both;
  const isSecond = place >= both + onlyFirst && place < both + onlyFirst + onlySecond;
  const inSecond = isBoth || isSecond ? 1 : 0;
  return {
    people: [inFirst, inSecond],
    judge: [judged(first, inFirst, random), judged(second, inSecond, random)],
  };
}

function judged({ sensitivity, specificity }: Judge, label: number, random: Random): number {
  return random() < (label === 1 ? sensitivity : 1 - specificity) ? 1 : 0;
}

/** A calibration: labels of other items, of which people pass six in ten. */
function ratesOf(judge: Judge, labels: number, random: Random): JudgeRates {
  const sensitivity = { successes: 0, trials: 0 };
  const specificity = { successes: 0, trials: 0 };
  for (let i = 0; i < labels; i += 1) {
    const label = random() < 0.6 ? 1 : 0;
    const rate = label === 1 ? sensitivity : specificity;
    rate.trials += 1;
    rate.successes += judged(judge, label, random) === label ? 1 : 0;
  }
  return { sensitivity, specificity };
}

function countPairs(pairs: readonly Pair[]) {
  const count = (first: number, second: number) =>
    pairs.filter(({ judge }) => judge[0] === first && judge[1] === second).length;
  return {
    both: count(1, 1),
    onlyFirst: count(1, 0),
    onlySecond: count(0, 1),
    neither: count(0, 0),
  };
}
