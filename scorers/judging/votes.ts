import type { Evidence, Vote } from '@assay/schema/types.ts';
import { abstained, failed, type Outcome, type Scored } from '../outcome.ts';
import type { JudgeWarning } from './judge.ts';

/** One vote, with the outcome it came of. */
export interface Ballot {
  /** The model that was asked; `vote.model` may be a fallback. */
  judge: string;
  vote: Vote;
  outcome: Outcome;
  /** How sure the judge was, by its own token probabilities; null when unknown. */
  sureness: number | null;
  warnings: readonly JudgeWarning[];
}

/** What the votes of one stage come to. */
export interface Tally {
  outcome: Outcome;
  /** 0 to 1; null with a single vote. */
  agreement: number | null;
  /** 0 to 1; null when nothing tells. */
  confidence: number | null;
  /** Whether some of the votes are missing. */
  isPartial: boolean;
}

const SAME = 1e-9;

/**
 * Counts votes. Each judge has one voice, however often it was asked: its votes share it. Votes
 * that failed are omitted as long as more than half of the voices are there; with half or fewer,
 * nobody has judged.
 *
 * Agreement is 1 − the mean distance of the votes from their median: for votes of 0 and 1 the
 * share that the majority has. Confidence is the agreement, times how sure the judges were where
 * their token probabilities tell.
 */
export function count(ballots: readonly Ballot[], combine: 'mean' | 'majority'): Tally {
  const asked = shareVoices(ballots);
  const answered = asked.filter(({ outcome }) => outcome.status !== 'error');
  const isPartial = answered.length < asked.length;
  const nothing = { agreement: null, confidence: null, isPartial };
  if (!isMajority(answered, asked)) {
    const broken = ballots.find(({ outcome }) => outcome.status === 'error')?.outcome;
    return { ...nothing, outcome: broken ?? failed('judge_unavailable', 'No judge was called.') };
  }
  const given = shareVoices(
    answered.flatMap(({ outcome, judge, sureness }) =>
      outcome.status === 'scored' ? [{ judge, sureness, outcome }] : [],
    ),
  );
  if (
    !isMajority(
      answered.filter(({ outcome }) => outcome.status === 'scored'),
      answered,
    )
  ) {
    const outcome = ballots.find((ballot) => ballot.outcome.status === 'abstained')?.outcome;
    return { ...nothing, outcome: outcome ?? abstained('The judges could not decide.') };
  }

  const values = given
    .map(({ outcome, voice }) => ({ value: outcome.value, voice }))
    .sort((a, b) => a.value - b.value);
  const value = combine === 'mean' ? mean(values) : mostCommon(values);
  const nearest = given.reduce((best, next) =>
    Math.abs(next.outcome.value - value) < Math.abs(best.outcome.value - value) - SAME
      ? next
      : best,
  );
  const agreement = given.length > 1 ? agreementOf(values) : null;
  const sureness = given.flatMap(({ sureness: sure, voice }) =>
    sure === null ? [] : [{ value: sure, voice }],
  );
  const confidence = sureness.length > 0 ? mean(sureness) * (agreement ?? 1) : agreement;
  return { outcome: conclude(nearest.outcome, value, values), agreement, confidence, isPartial };
}

/** A value with the part of a judge's voice that it has. */
interface Weighed {
  value: number;
  voice: number;
}

/** Divides each judge's voice among its votes. */
function shareVoices<Cast extends { judge: string }>(
  votes: readonly Cast[],
): (Cast & { voice: number })[] {
  const byJudge = Map.groupBy(votes, ({ judge }) => judge);
  return votes.map((vote) => ({ ...vote, voice: 1 / (byJudge.get(vote.judge)?.length ?? 1) }));
}

function voicesOf(votes: readonly { voice: number }[]): number {
  return votes.reduce((sum, { voice }) => sum + voice, 0);
}

function isMajority(some: readonly { voice: number }[], all: readonly { voice: number }[]) {
  return voicesOf(some) * 2 > voicesOf(all) + SAME;
}

function conclude(nearest: Scored, value: number, values: readonly Weighed[]): Outcome {
  const { status, reason, evidence }: { status: 'scored'; reason: string; evidence: Evidence[] } =
    nearest;
  const isItself = Math.abs(nearest.value - value) < SAME;
  const raw = isItself ? nearest.raw : null;
  if (values.length === 1) return { status, value, raw, reason, evidence };
  const from = show(values[0]?.value);
  const to = show(values.at(-1)?.value);
  const spread = from === to ? `all ${from}` : `${from} to ${to}`;
  return { status, value, raw, reason: `${values.length} votes, ${spread}: ${reason}`, evidence };
}

/** @param values in ascending order */
function agreementOf(values: readonly Weighed[]): number {
  const half = voicesOf(values) / 2;
  let passed = 0;
  const median = values.find(({ voice }) => {
    passed += voice;
    return passed > half + SAME;
  });
  const from = median?.value ?? 0;
  return 1 - mean(values.map(({ value, voice }) => ({ value: Math.abs(value - from), voice })));
}

/** The commonest value; the mean of those that are equally common. */
function mostCommon(values: readonly Weighed[]): number {
  const groups = [...Map.groupBy(values, ({ value }) => Math.round(value / SAME)).values()];
  const most = Math.max(...groups.map(voicesOf));
  const common = groups.filter((group) => voicesOf(group) > most - SAME);
  return mean(common.map((group) => ({ value: mean(group), voice: 1 })));
}

function mean(values: readonly Weighed[]): number {
  const sum = values.reduce((so, { value, voice }) => so + value * voice, 0);
  return sum / voicesOf(values);
}

function show(value: number | undefined): string {
  return String(Math.round((value ?? 0) * 100) / 100);
}
