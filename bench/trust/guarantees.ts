import { seededRandom } from '../../worker/core/statistics/random.ts';
import { selectiveThreshold } from '../../worker/core/statistics/selective/selective-threshold.ts';

/** A judge by how likely people agree with it at each confidence. */
export interface ConfidentJudge {
  name: string;
  agreesAt: (confidence: number) => number;
}

export const CONFIDENT_JUDGES: readonly ConfidentJudge[] = [
  { name: 'good: agreement from .75 up to 1', agreesAt: (c) => 0.75 + 0.25 * c },
  { name: 'middling: agreement from .5 up to 1', agreesAt: (c) => 0.5 + 0.5 * c },
  { name: 'just at the risk throughout', agreesAt: () => 0.9 },
  { name: 'just above the risk throughout', agreesAt: () => 0.895 },
  { name: 'useless: agreement .5 throughout', agreesAt: () => 0.5 },
];

export const GUARANTEE = { risk: 0.1, confidence: 0.9 };

export interface Kept {
  /** The share of worlds in which the judge answers, and the true risk of its answers is above what was asked. */
  broken: number;
  /** The share of worlds in which it answers anything. */
  answers: number;
  /** The share of items that it answers, over all worlds. */
  coverage: number;
}

/** Draws labels of a judge and asks for the threshold, whose true risk is known. */
export function measureGuarantee(
  { agreesAt }: ConfidentJudge,
  { labels, worlds, seed }: { labels: number; worlds: number; seed: number },
): Kept {
  const random = seededRandom(seed);
  let [broken, answers, coverage] = [0, 0, 0];
  for (let world = 0; world < worlds; world += 1) {
    const drawn = Array.from({ length: labels }, () => {
      const confidence = random();
      return { confidence, loss: random() < agreesAt(confidence) ? 0 : 1 };
    });
    const found = selectiveThreshold(drawn, GUARANTEE);
    if (found.status !== 'guaranteed') continue;
    answers += 1;
    coverage += 1 - found.threshold;
    broken += riskFrom(found.threshold, agreesAt) > GUARANTEE.risk + 1e-9 ? 1 : 0;
  }
  return { broken: broken / worlds, answers: answers / worlds, coverage: coverage / worlds };
}

/** The expected share of disagreement at and above a threshold, confidences being uniform. */
function riskFrom(threshold: number, agreesAt: (confidence: number) => number): number {
  // Every agreement here is linear in the confidence, so the middle has the mean.
  return 1 - agreesAt((threshold + 1) / 2);
}
