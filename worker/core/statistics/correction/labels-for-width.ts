import { normalCritical } from '../distributions/normal.ts';
import type { CorrectedMean } from './prediction-powered-mean.ts';

/** How many labels an interval of some width needs. */
export interface LabelsNeeded {
  /** With the judge's scores; null if the items are too few for the width however many are labelled. */
  withJudge: number | null;
  /** Without them. */
  alone: number;
}

/**
 * How many labels would bring the interval of a mean to a width, if the judge goes on as it did.
 *
 * Source: solved from the variance of `predictionPoweredMean`; Cochran 1977, section 12.7.
 * @param mean estimated from the labels there are
 * @param width of the whole interval, above 0
 * @throws RangeError if the width is not above 0
 */
export function labelsForWidth(
  { variances, items }: Pick<CorrectedMean, 'variances' | 'items'>,
  width: number,
  coverage = 0.95,
): LabelsNeeded {
  if (!(width > 0)) throw new RangeError(`The width must be above 0; it is ${width}.`);
  const allowed = (width / 2 / normalCritical(coverage)) ** 2;
  const forRest = allowed - (variances.label - variances.rest) / items;
  const withJudge = forRest > 0 ? Math.ceil(variances.rest / forRest) : null;
  return {
    withJudge: withJudge !== null && withJudge <= items ? withJudge : null,
    alone: Math.ceil(variances.label / allowed),
  };
}
