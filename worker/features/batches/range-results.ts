import { ITEM_ERRORS, type ItemErrorCode } from '@assay/schema/errors.ts';
import { newId } from '@assay/schema/ids.ts';
import { hexOf } from '@assay/schema/records/statement.ts';
import type { ErrorScore, Verdict } from '@assay/schema/types.ts';
import { fingerprint } from '@assay/scorers/fingerprint.ts';
import type { FinalStatus, NewResult } from '../../store/new-result.ts';
import { isStorable } from '../../store/pack.ts';
import type { OpenRange, RangeItem, RangeWrite } from '../../store/ranges.ts';
import { digestOf, EMPTY_DIGEST, readDigest, storedDigest } from './digest.ts';
import type { FrozenPlan } from './frozen-plan.ts';
import { RETRY_LEASE_MS, TURN_LEASE_MS } from './range-leases.ts';
import { summarise } from './summary.ts';

/** Whether a sample has no final result yet. */
export function isPending({ status }: RangeItem): boolean {
  return status === null || status === 'retry';
}

/** Ends a range that was tried in vain: what is still pending becomes an error. */
export function giveUp(range: OpenRange, nowMs: number): RangeWrite {
  const results = range.items.filter(isPending).map((item) => giveUpOn(item, 'range_failed'));
  return writeOf(range, results, nowMs, nowMs);
}

/** The result of a sample on which the scoring broke, which is retried a few times. */
export function brokenOff(item: RangeItem, most: number): NewResult {
  const attempts = item.attempts + 1;
  const result = { ...giveUpOn(item, 'range_failed'), attempts };
  return attempts < most ? { ...result, status: 'retry' } : result;
}

/** The end that a verdict is. */
export function statusOf(verdict: Verdict): FinalStatus {
  // A verdict that an errored score cannot change is a verdict, as it is for a single sample.
  if (verdict.passed !== null) return verdict.passed ? 'passed' : 'failed';
  return missingScore(verdict) === undefined ? 'abstained' : 'error';
}

/** Why a sample has no final verdict. */
function causeOf(verdict: Verdict, status: NewResult['status']): ErrorScore | undefined {
  if (status === 'retry') return verdict.scores.find((score) => score.status === 'error');
  return status === 'error' ? missingScore(verdict) : undefined;
}

/** The first errored score that leaves the verdict open; one that is optional and decides nothing does not. */
function missingScore({ scores, decision }: Verdict): ErrorScore | undefined {
  return scores
    .filter((score) => score.status === 'error')
    .find(({ name, required }) => required || decision.undecidedBy.includes(name));
}

/** What a sample's verdict comes to as a row. */
export function resultOf(
  item: RangeItem,
  verdict: Verdict,
  status: NewResult['status'],
): NewResult {
  const failed = causeOf(verdict, status);
  const attempts = item.attempts + 1;
  const json = JSON.stringify(verdict);
  const digest = storedDigest(digestOf(verdict));
  if (!isStorable(json, digest.text, digest.names))
    return { ...withoutVerdict(item, 'verdict_too_large'), attempts };
  return {
    at: item.at,
    status,
    attempts,
    verdict: json,
    verdictHash: hexOf(fingerprint(verdict)),
    digest: digest.text,
    names: digest.names,
    errorCode: failed?.error.code ?? null,
    errorMessage: failed?.error.message ?? null,
  };
}

/** The end of a sample that is tried no more: by the scores it got, or without any. */
export function giveUpOn(item: RangeItem, code: ItemErrorCode): NewResult {
  if (item.partial !== null) {
    const partial: Verdict = JSON.parse(item.partial);
    return { ...resultOf(item, partial, statusOf(partial)), attempts: item.attempts };
  }
  return withoutVerdict(item, code);
}

function withoutVerdict(item: RangeItem, code: ItemErrorCode): NewResult {
  return {
    at: item.at,
    status: 'error',
    attempts: item.attempts,
    verdict: null,
    verdictHash: null,
    digest: JSON.stringify(EMPTY_DIGEST),
    names: null,
    errorCode: code,
    errorMessage: ITEM_ERRORS[code].detail,
  };
}

/** What each result counts for, if the data set of the batch says so of any. */
function weightsOf(range: OpenRange, results: readonly { at: number }[]): number[] | undefined {
  if (range.items.every(({ weight }) => weight === null)) return undefined;
  const weights = new Map(range.items.map(({ at, weight }) => [at, weight ?? 1]));
  return results.map(({ at }) => weights.get(at) ?? 1);
}

/** Everything that is to be written of a range, once there are these results too. */
export function writeOf(
  range: OpenRange,
  results: NewResult[],
  nowMs: number,
  deadAtMs: number | null,
): RangeWrite {
  const { keep, redactStored }: FrozenPlan = JSON.parse(range.plan);
  const before = range.items.filter((item) => !isPending(item));
  const final = [...before, ...results].filter(({ status }) => status !== 'retry');
  const digests = final.map(({ digest, names }) =>
    digest === null ? EMPTY_DIGEST : readDigest({ text: digest, names }),
  );
  const counted = Map.groupBy(final, ({ status }) => status);
  const count = (status: FinalStatus) => counted.get(status)?.length ?? 0;
  const sum = (key: 'inputTokens' | 'outputTokens' | 'costUsd') =>
    digests.reduce((total, digest) => total + digest[key], 0);
  return {
    range,
    results,
    isDone: final.length === range.items.length,
    dropsSamples: keep === 'scores',
    redactsSamples: redactStored !== undefined,
    deadAtMs,
    counts: {
      passed: count('passed'),
      failed: count('failed'),
      abstained: count('abstained'),
      error: count('error'),
    },
    usage: {
      inputTokens: sum('inputTokens'),
      outputTokens: sum('outputTokens'),
      costUsd: sum('costUsd'),
    },
    summary: JSON.stringify([...summarise(digests, weightsOf(range, final))]),
    deliveryId: newId('delivery', nowMs),
    nowMs,
    leaseUntilMs: nowMs + TURN_LEASE_MS,
    retryUntilMs: nowMs + RETRY_LEASE_MS,
  };
}
