import { binomialCdf } from '../distributions/binomial.ts';
import { clopperPearsonUpper, labelsForGuarantee } from './clopper-pearson.ts';
import { hoeffdingBentkus } from './hoeffding-bentkus.ts';

/** An item that both a person and the judge have looked at. */
export interface ConfidentAnswer {
  /** How sure the judge is of its answer, from 0 to 1. */
  confidence: number;
  /** 0 if people agree with the answer, 1 if not, or a loss in between. */
  loss: number;
}

export interface Guarantee {
  /** The largest risk that may be taken, between 0 and 1: the expected loss of answers given. */
  risk: number;
  /** With what probability the risk is kept, between 0 and 1. */
  confidence: number;
  /** From high to low, chosen without looking at labels; hundredths if omitted. */
  thresholds?: readonly number[];
}

export type SelectiveThreshold =
  | {
      status: 'guaranteed';
      /** The judge answers from this confidence on. */
      threshold: number;
      /** The share of labelled items that it answers. */
      coverage: number;
      /** Labelled items at or above the threshold, and the sum of their losses. */
      labels: number;
      losses: number;
      /** The upper limit of the risk there; null for losses between 0 and 1. */
      upperRisk: number | null;
    }
  | { status: 'always_abstain'; labelsNeeded: number };

const HUNDREDTHS = Array.from({ length: 101 }, (_, i) => (100 - i) / 100);

/**
 * The lowest confidence from which on a judge's answers may be used: with the probability asked for,
 * people disagree with no more than the risk asked for of those answers. Thresholds are tested from
 * the highest down, and the first that fails ends the search. Those above which even faultless labels
 * would be too few are passed over: the number of labels decides that, not what they say.
 *
 * Source: Angelopoulos, Bates, Candès, Jordan & Lei 2021, "Learn then test", fixed-sequence testing;
 * Jung, Brahman & Choi 2025, "Trust or escalate", for selective agreement.
 * @param answers drawn at random from where the threshold will be used
 * @throws RangeError if risk or confidence are not between 0 and 1
 */
export function selectiveThreshold(
  answers: readonly ConfidentAnswer[],
  { risk, confidence, thresholds = HUNDREDTHS }: Guarantee,
): SelectiveThreshold {
  const labelsNeeded = labelsForGuarantee(0, risk, confidence);
  const isBinary = answers.every(({ loss }) => loss === 0 || loss === 1);
  const sorted = answers.toSorted((a, b) => b.confidence - a.confidence);
  let found: SelectiveThreshold = { status: 'always_abstain', labelsNeeded };
  let labels = 0;
  let losses = 0;
  for (const threshold of thresholds) {
    const before = labels;
    for (let next = sorted[labels]; next && next.confidence >= threshold; next = sorted[labels]) {
      losses += next.loss;
      labels += 1;
    }
    // Nothing was seen between this threshold and the one above: the higher is as good.
    if (labels === before || labels < labelsNeeded) continue;
    const probability = isBinary
      ? binomialCdf(losses, labels, risk)
      : hoeffdingBentkus(losses / labels, labels, risk);
    if (probability > 1 - confidence + 1e-12) break;
    found = {
      status: 'guaranteed',
      threshold,
      coverage: labels / answers.length,
      labels,
      losses,
      upperRisk: isBinary ? clopperPearsonUpper(losses, labels, confidence) : null,
    };
  }
  return found;
}
