import type { FinalBasis, Label, LabelValue, TargetLabels } from '@assay/schema/types.ts';
import { weightOf } from './estimable.ts';

/** What the labels of one target come to. */
export type FinalLabel = Omit<TargetLabels, 'question' | 'target'>;

/**
 * The final value of a target: what was adjudicated, or else what more than half of the people say.
 * Of each person only the newest label counts.
 *
 * @param labels of one question and target, oldest first
 */
export function finalLabel(labels: readonly Label[]): FinalLabel {
  const people = newestOfEach(labels.filter(({ origin }) => origin !== 'adjudication'));
  const adjudications = labels.filter(({ origin }) => origin === 'adjudication');
  const decision = adjudications.at(-1);
  return {
    ...(decision ? outcome(decision.value, 'adjudicated') : majorityOf(people)),
    isUnanimous: new Set(people.map(({ value }) => value)).size <= 1,
    labels: [...people, ...newestOfEach(adjudications)],
    weight: weightOf([...people, ...adjudications]),
  };
}

function newestOfEach(labels: readonly Label[]): Label[] {
  return [...new Map(labels.map((label) => [label.by, label])).values()];
}

function outcome(value: LabelValue | null, basis: FinalBasis | null) {
  return { value, basis };
}

function majorityOf(people: readonly Label[]) {
  const byValue = Map.groupBy(people, ({ value }) => value);
  const most = [...byValue].find(([, labels]) => labels.length * 2 > people.length);
  if (most === undefined) return outcome(null, null);
  return outcome(most[0], people.length === 1 ? 'single' : 'majority');
}
