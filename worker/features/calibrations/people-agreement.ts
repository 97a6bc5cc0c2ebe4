import type { PeopleAgreement } from '@assay/schema/types.ts';
import { cohenKappa } from '../../core/statistics/agreement/cohen-kappa.ts';
import { gwetAc1OfMany } from '../../core/statistics/agreement/gwet-ac1.ts';
import { krippendorffAlpha } from '../../core/statistics/agreement/krippendorff-alpha.ts';
import { countCategories } from '../../core/statistics/agreement/rated-items.ts';
import { rawAgreementOfMany } from '../../core/statistics/agreement/raw-agreement.ts';
import { crosstabulate } from '../../core/statistics/agreement/table.ts';
import { seededRandom } from '../../core/statistics/random.ts';
import type { KeptLabel } from './final-label.ts';
import { estimateOf } from './judge-agreement.ts';

const SEED = 1;
const RESAMPLES = 500;
/** More values than this are grades, and agree by their distance. */
const MOST_CATEGORIES = 12;

/**
 * How far people agree with each other, over the samples that two or more of them labelled: as a judge
 * is compared, by pass and fail. Krippendorff's α is of what they said itself. Samples that were chosen
 * are left out, as from all estimates; weights are not applied.
 *
 * @param passAt grades from this on count as a pass
 * @returns null if no sample has two labels
 */
export function peopleAgreement(
  labels: readonly KeptLabel[],
  passAt: number,
): PeopleAgreement | null {
  const rated = labels.filter(({ reviews, weight }) => reviews.length > 1 && weight !== null);
  if (rated.length === 0) return null;
  const people = [...new Set(rated.flatMap(({ reviews }) => reviews.map(({ by }) => by)))];
  const passes = rated.map(({ reviews }) => reviews.map(({ value }) => value >= passAt - 1e-9));
  const counted = countCategories(passes, [false, true]);
  const raw = rawAgreementOfMany(counted);
  if (raw === null) return null;
  const values = rated.map(({ reviews }) => reviews.map(({ value }) => value));
  const isGraded = new Set(values.flat()).size > 2;
  return {
    raw,
    kappa: people.length === 2 ? kappaOf(rated, people, passAt) : null,
    ac1: estimateOf(gwetAc1OfMany(counted)),
    people: people.length,
    samples: rated.length,
    alpha: alphaOf(values, isGraded),
  };
}

/** Of two people, who have a table of their own. */
function kappaOf(rated: readonly KeptLabel[], [one, other]: readonly string[], passAt: number) {
  const pairs = rated.flatMap(({ reviews }): [boolean, boolean][] => {
    const first = reviews.find(({ by }) => by === one);
    const second = reviews.find(({ by }) => by === other);
    if (first === undefined || second === undefined) return [];
    return [[first.value >= passAt - 1e-9, second.value >= passAt - 1e-9]];
  });
  return pairs.length === 0 ? null : estimateOf(cohenKappa(crosstabulate(pairs, [false, true])));
}

function alphaOf(values: readonly (readonly number[])[], isGraded: boolean) {
  const distinct = new Set(values.flat()).size;
  const scale = !isGraded ? 'nominal' : distinct > MOST_CATEGORIES ? 'interval' : 'ordinal';
  // Its time grows with the square of the distinct values.
  const rounded = distinct > 100 ? values.map((own) => own.map(toHundredth)) : values;
  return estimateOf(
    krippendorffAlpha(rounded, scale, { random: seededRandom(SEED), resamples: RESAMPLES }),
  );
}

function toHundredth(value: number): number {
  return Math.round(value * 100) / 100;
}
