import type { Evidence, Vote } from '@assay/schema/types.ts';
import { abstained, failed, type Outcome, type Scored } from '../outcome.ts';
import type { JudgeWarning } from './judge.ts';

/** One vote, with the outcome it came of. */
export interface Ballot {
  vote: Vote;
  outcome: Outcome;
  /** How sure the judge was, by its own token probabilities; null when unknown. */
  sureness: number | null;
  warnings: readonly JudgeWarning[];
}

/** What the votes of one stage come to. */
export interface Tally {
  outcome: Outcome;
  /** 0 to 1; null with one vote. */
  agreement: number | null;
  /** 0 to 1; null when nothing tells. */
  confidence: number | null;
  /** Whether some of the votes are missing. */
  isPartial: boolean;
}

const SAME = 1e-9;

/**
 * Counts votes. Votes that failed are left out as long as more than half are there; with half or
 * fewer, nobody has judged.
 *
 * Agreement is 1 − the mean distance of the votes from their median: for votes of 0 and 1 the
 * share that the majority has. Confidence is the agreement, times how sure the judges were where
 * their token probabilities tell.
 */
export function count(ballots: readonly Ballot[], combine: 'mean' | 'majority'): Tally {
  const broken = ballots.filter(({ outcome }) => outcome.status === 'error');
  const isPartial = broken.length > 0;
  const whole = ballots.length - broken.length;
  const nothing = { agreement: null, confidence: null, isPartial };
  if (whole * 2 <= ballots.length) {
    const outcome = broken[0]?.outcome ?? failed('judge_unavailable', 'Nobody was asked.');
    return { ...nothing, outcome };
  }
  const scored = ballots.flatMap(({ outcome, sureness }) =>
    outcome.status === 'scored' ? [{ ...outcome, sureness }] : [],
  );
  if (scored.length * 2 <= whole) {
    const outcome = ballots.find((ballot) => ballot.outcome.status === 'abstained')?.outcome;
    return { ...nothing, outcome: outcome ?? abstained('The judges could not tell.') };
  }

  const values = scored.map(({ value }) => value).sort((a, b) => a - b);
  const value = combine === 'mean' ? mean(values) : mostCommon(values);
  const nearest = scored.reduce((best, next) =>
    Math.abs(next.value - value) < Math.abs(best.value - value) - SAME ? next : best,
  );
  const agreement = scored.length > 1 ? agreementOf(values) : null;
  const sureness = scored.flatMap((ballot) => (ballot.sureness === null ? [] : [ballot.sureness]));
  const confidence = sureness.length > 0 ? mean(sureness) * (agreement ?? 1) : agreement;
  return { outcome: conclude(nearest, value, values), agreement, confidence, isPartial };
}

function conclude(nearest: Scored, value: number, values: readonly number[]): Outcome {
  const { status, reason, evidence }: { status: 'scored'; reason: string; evidence: Evidence[] } =
    nearest;
  const isItself = Math.abs(nearest.value - value) < SAME;
  const raw = isItself ? nearest.raw : null;
  if (values.length === 1) return { status, value, raw, reason, evidence };
  const from = show(values[0]);
  const to = show(values.at(-1));
  const spread = from === to ? `all ${from}` : `${from} to ${to}`;
  return { status, value, raw, reason: `${values.length} votes, ${spread}: ${reason}`, evidence };
}

/** @param values in ascending order */
export function agreementOf(values: readonly number[]): number {
  const median = values[Math.floor(values.length / 2)] ?? 0;
  return 1 - mean(values.map((value) => Math.abs(value - median)));
}

/** The commonest value; the mean of those that are equally common. */
function mostCommon(values: readonly number[]): number {
  const groups = Map.groupBy(values, (value) => Math.round(value / SAME));
  const most = Math.max(...[...groups.values()].map(({ length }) => length));
  return mean([...groups.values()].filter(({ length }) => length === most).map(mean));
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function show(value: number | undefined): string {
  return String(Math.round((value ?? 0) * 100) / 100);
}
