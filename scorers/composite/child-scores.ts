/**
 * How composite scorers read the scores inside them.
 *
 * A score without a value (error or abstained) is neither a pass nor a fail: a composite has a value
 * only where that score could not change it, as a verdict does. Skipped scores take no part. A score
 * that only measures, its threshold null, passes from 0.5, the middle of the scale.
 */
import type { Evidence, Score } from '@assay/schema/types.ts';
import { type Failed, failed } from '../outcome.ts';

const PASSING = 0.5;

/** The scores that take part. */
export function takingPart(scores: readonly Score[]): Score[] {
  return scores.filter(({ status }) => status !== 'skipped');
}

/** Whether a score passes; null when it has no value. */
export function passes({ passed, value }: Score): boolean | null {
  if (value === null) return null;
  return passed ?? value >= PASSING;
}

/**
 * The failure of a composite that cannot do without these scores. When all they lack is a field of
 * the sample, the composite lacks that field too, and `onMissing` applies to it.
 *
 * @param scores one or more without a value
 */
export function withoutValue(scores: readonly Score[]): Failed {
  const reasons = scores.map(({ name, reason }) => `${name}: ${reason}`).join(' ');
  if (scores.every(lacksField)) return failed('sample_field_missing', reasons);
  const open = scores.filter((score) => !lacksField(score));
  return failed('child_not_scored', `${listNames(open)} returned no value. ${reasons}`);
}

function lacksField(score: Score): boolean {
  return (
    score.status === 'skipped' ||
    (score.status === 'error' && score.error.code === 'sample_field_missing')
  );
}

/** The names of scores, for a reason. */
export function listNames(scores: readonly Score[]): string {
  return scores.map(({ name }) => name).join(', ');
}

/** What scores found in the sample, each under its name. */
export function gatherEvidence(scores: readonly Score[]): Evidence[] {
  return scores.flatMap(({ name, evidence }) =>
    evidence.map((found) => ({ ...found, note: found.note ? `${name}: ${found.note}` : name })),
  );
}
