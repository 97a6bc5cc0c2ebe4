import type {
  AgreementEstimate,
  AgreementFigures,
  LabelValue,
  Question,
} from '@assay/schema/types.ts';
import { cohenKappa } from '../../core/statistics/agreement/cohen-kappa.ts';
import { gwetAc1, gwetAc1OfMany } from '../../core/statistics/agreement/gwet-ac1.ts';
import { krippendorffAlpha } from '../../core/statistics/agreement/krippendorff-alpha.ts';
import { countCategories } from '../../core/statistics/agreement/rated-items.ts';
import { rawAgreement, rawAgreementOfMany } from '../../core/statistics/agreement/raw-agreement.ts';
import { crosstabulate } from '../../core/statistics/agreement/table.ts';
import { seededRandom } from '../../core/statistics/random.ts';

/** What each person said of one target. */
export type Ratings = ReadonlyMap<string, LabelValue>;

// The same labels give the same intervals.
const SEED = 1;

/** All answers to a question, in their order; those given, for a question answered in words. */
export function answersTo(question: Question, ratings: readonly Ratings[]): LabelValue[] {
  switch (question.kind) {
    case 'pass-fail':
      return [false, true];
    case 'levels':
      return (question.levels ?? []).map((_, i) => i + 1);
    case 'categories':
      return (question.categories ?? []).map(({ name }) => name);
    case 'pairwise':
      return ['first', 'tie', 'second'];
    case 'text': {
      const given = new Set(ratings.flatMap((each) => [...each.values()]));
      // Words that only one person uses are a category all the same.
      return given.size < 2 ? [...given, ''] : [...given];
    }
  }
}

/** How far any number of people agree. */
export function figuresOfMany(
  ratings: readonly Ratings[],
  { kind }: Question,
  answers: readonly LabelValue[],
): AgreementFigures {
  const values = ratings.map((each) => [...each.values()]);
  const counts = countCategories(values, answers);
  const isOrdered = kind === 'levels';
  return {
    items: values.filter((each) => each.length > 1).length,
    raw: bare(rawAgreementOfMany(counts)),
    ...{ kappa: null, weights: isOrdered ? 'quadratic' : 'nominal' },
    ac1: bare(gwetAc1OfMany(counts)),
    alpha: alphaOf(values, answers, isOrdered),
  };
}

/** How far two people agree on the items that both labelled; undefined if there is none. */
export function figuresOfTwo(
  ratings: readonly Ratings[],
  [first, second]: readonly [string, string],
  { kind }: Question,
  answers: readonly LabelValue[],
): AgreementFigures | undefined {
  const pairs = ratings.flatMap((each): [LabelValue, LabelValue][] => {
    const [a, b] = [each.get(first), each.get(second)];
    return a === undefined || b === undefined ? [] : [[a, b]];
  });
  if (pairs.length === 0) return undefined;
  const table = crosstabulate(pairs, answers);
  const weights = kind === 'levels' ? 'quadratic' : 'nominal';
  return {
    items: pairs.length,
    raw: bare(rawAgreement(table)),
    ...{ kappa: bare(cohenKappa(table, weights)), weights },
    ac1: bare(gwetAc1(table)),
    alpha: alphaOf(pairs, answers, kind === 'levels'),
  };
}

function alphaOf(
  values: readonly (readonly LabelValue[])[],
  answers: readonly LabelValue[],
  isOrdered: boolean,
): AgreementEstimate | null {
  const places = new Map(answers.map((answer, place) => [answer, place]));
  const numbers = values.map((each) => each.map((value) => places.get(value) ?? 0));
  const options = { random: seededRandom(SEED) };
  return bare(krippendorffAlpha(numbers, isOrdered ? 'ordinal' : 'nominal', options));
}

/** An estimate without what only its making needs. */
export function bare(estimate: AgreementEstimate | null): AgreementEstimate | null {
  return estimate && { value: estimate.value, low: estimate.low, high: estimate.high };
}
