import type { LabelledScore } from '../../worker/core/statistics/correction/labelled-score.ts';
import { type Moments, momentsOf } from '../../worker/core/statistics/moments.ts';
import type { Random } from '../../worker/core/statistics/random.ts';

/** Where the truth is known: a few items labelled, many judged. */
export interface World {
  labelled: LabelledScore[];
  others: Moments;
}

/** What a world is drawn from. */
export interface Setting {
  /** What people say, and how good the judge is. */
  name: string;
  /** The mean label that intervals should cover. */
  truth: number;
  isBinary: boolean;
  drawItem: (random: Random) => LabelledScore;
}

export const OTHERS = 2_000;

/** Judges that pass or fail, from good to nearly useless. */
const JUDGES = [
  { sensitivity: 0.98, specificity: 0.98 },
  { sensitivity: 0.9, specificity: 0.9 },
  { sensitivity: 0.8, specificity: 0.7 },
  { sensitivity: 0.55, specificity: 0.5 },
];

/** How far a judge's grades are off, as a standard deviation. */
const NOISES = [0.1, 0.3, 3];

const GRADES = [0, 0.25, 0.5, 0.75, 1, 1, 1, 1];

export const SETTINGS: readonly Setting[] = [
  ...[0.6, 0.85].flatMap((share) => JUDGES.map((judge) => passesOf(share, judge))),
  ...NOISES.map(gradesOf),
];

function passesOf(share: number, { sensitivity, specificity }: (typeof JUDGES)[number]): Setting {
  return {
    name: `passes ${share}, sensitivity ${sensitivity}, specificity ${specificity}`,
    truth: share,
    isBinary: true,
    drawItem: (random) => {
      const label = random() < share ? 1 : 0;
      return { label, score: random() < (label === 1 ? sensitivity : 1 - specificity) ? 1 : 0 };
    },
  };
}

function gradesOf(noise: number): Setting {
  return {
    name: `grades 0 to 1, noise ${noise}`,
    truth: GRADES.reduce((sum, grade) => sum + grade, 0) / GRADES.length,
    isBinary: false,
    drawItem: (random) => {
      const label = GRADES[Math.floor(random() * GRADES.length)] ?? 0;
      const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
      return { label, score: Math.max(0, Math.min(1, label + noise * normal)) };
    },
  };
}

export function drawWorld({ drawItem }: Setting, labels: number, random: Random): World {
  return {
    labelled: Array.from({ length: labels }, () => drawItem(random)),
    others: momentsOf(Array.from({ length: OTHERS }, () => drawItem(random).score)),
  };
}
