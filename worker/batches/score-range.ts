import { ITEM_ERRORS, type ItemErrorCode } from '@assay/schema/errors.ts';
import { derivedId, newId } from '@assay/schema/ids.ts';
import type { ErrorScore, Sample, Score, Verdict } from '@assay/schema/types.ts';
import { addUsage } from '@assay/scorers/judging/ask.ts';
import type { Pace } from '@assay/scorers/run.ts';
import { readSample } from '@assay/scorers/sample.ts';
import { beginJudging, type JudgingSession } from '../judging/judging.ts';
import { createPace } from '../scoring/pace.ts';
import type { Plan } from '../scoring/plan.ts';
import { verdictOf } from '../scoring/verdict-of.ts';
import type { Services } from '../services.ts';
import type { FinalStatus, NewResult, OpenRange, RangeItem, RangeWrite } from '../store/ranges.ts';
import { concurrently } from './concurrently.ts';
import { type Digest, digestOf, EMPTY_DIGEST } from './digest.ts';
import { thawPlan } from './frozen-plan.ts';
import { summarise } from './summary.ts';

/** How long a range may be in the queue unheard of before it counts as lost. */
export const RANGE_LEASE_MS = 10 * 60_000;
/** The same for one that waits to be tried again: longer than any retry waits. */
const RETRY_LEASE_MS = 30 * 60_000;
// Ranges that ask judges are small, so that even slow ones end within the lease.
const RANGE_DEADLINE_MS = 8 * 60_000;
const SAMPLE_DEADLINE_MS = 2 * 60_000;

/**
 * Scores what is not yet scored of a range. Nothing is written: the result is all that one
 * transaction will write. Of a sample tried before, only the scores that failed are tried again.
 */
export async function scoreRange(
  range: OpenRange,
  requestId: string,
  services: Services,
): Promise<RangeWrite> {
  const plan = thawPlan(range.plan, services.judging.models.defaults);
  const pending = range.items.filter(isPending);
  const results =
    plan === null
      ? pending.map((item) => giveUpOn(item, 'scorer_changed'))
      : await scoreItems(pending, plan, range, requestId, services);
  return writeOf(range, results, services.nowMs(), null);
}

async function scoreItems(
  items: readonly RangeItem[],
  plan: Plan,
  range: OpenRange,
  requestId: string,
  services: Services,
): Promise<NewResult[]> {
  const { judging, nowMs, config } = services;
  const deadlineAtMs = nowMs() + RANGE_DEADLINE_MS;
  const judges = plan.scorers.some(({ asksModels }) => asksModels)
    ? await beginJudging(judging, { projectId: range.projectId, deadlineAtMs })
    : undefined;
  const asking = { requestId, pace: createPace(), judges, deadlineAtMs };
  return concurrently(items, config.samplesAtOnce, async (item) => {
    try {
      return await scoreItem(item, plan, range, asking, services);
    } finally {
      // At once, not at the end of the range: whatever dies after this, these calls are not paid twice.
      await judges?.flush();
    }
  });
}

/** Ends a range that was tried in vain: what is still pending becomes an error. */
export function giveUp(range: OpenRange, nowMs: number): RangeWrite {
  const results = range.items.filter(isPending).map((item) => giveUpOn(item, 'range_failed'));
  return writeOf(range, results, nowMs, nowMs);
}

function isPending({ status }: RangeItem): boolean {
  return status === null || status === 'retry';
}

interface Asking {
  requestId: string;
  pace: Pace;
  judges: JudgingSession | undefined;
  deadlineAtMs: number;
}

async function scoreItem(
  item: RangeItem,
  plan: Plan,
  range: OpenRange,
  { requestId, pace, judges, deadlineAtMs }: Asking,
  { nowMs, runScorers }: Services,
): Promise<NewResult> {
  const startedAtMs = nowMs();
  const sample: Sample = JSON.parse(item.sample);
  const earlier: Verdict | null = item.partial === null ? null : JSON.parse(item.partial);
  const kept = keptScores(earlier);
  const ownDeadlineAtMs = Math.min(deadlineAtMs, startedAtMs + SAMPLE_DEADLINE_MS);
  const models = judges?.forSample(sample, ownDeadlineAtMs);
  const scores = await runScorers(
    plan.scorers.filter(({ name }) => !kept.has(name)),
    readSample(sample),
    {
      nowMs,
      pace,
      deadlineAtMs: ownDeadlineAtMs,
      requiredByDefault: plan.policy.rule === 'required',
      ...models,
    },
  );
  const byName = new Map(scores.map((score) => [score.name, score]));
  const spent = models?.spent();
  const all = plan.scorers.flatMap(({ name }) => kept.get(name) ?? byName.get(name) ?? []);
  const verdict = verdictOf(sample, all, plan, {
    // The same at every try: a sample of a batch has one verdict.
    id: derivedId('verdict', range.batchId, item.at),
    requestId,
    stored: 'now',
    tags: range.tags,
    metadata: range.metadata,
    // What earlier tries cost was spent on this verdict too.
    usage: spent && earlier?.usage ? addUsage(earlier.usage, spent.usage) : (spent?.usage ?? null),
    costUsd: (earlier?.costUsd ?? 0) + (spent?.costUsd ?? 0),
    createdAtMs: startedAtMs,
    latencyMs: nowMs() - startedAtMs,
  });
  return resultOf(item, verdict, verdict.scores.some(isToBeRetried) ? 'retry' : statusOf(verdict));
}

/** The scores of an earlier try that stand: a judge that has answered is not asked again. */
function keptScores(earlier: Verdict | null): Map<string, Score> {
  return new Map(
    (earlier?.scores ?? [])
      .filter(({ status }) => status !== 'error')
      .map((score) => [score.name, score]),
  );
}

function isToBeRetried(score: Score): boolean {
  if (score.status !== 'error') return false;
  // A composite gives no value for want of a score inside it, which may be had later.
  return score.error.retryable || (score.children ?? []).some(isToBeRetried);
}

function statusOf(verdict: Verdict): FinalStatus {
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

function resultOf(item: RangeItem, verdict: Verdict, status: NewResult['status']): NewResult {
  const failed = causeOf(verdict, status);
  return {
    at: item.at,
    status,
    attempts: item.attempts + 1,
    verdict: JSON.stringify(verdict),
    digest: JSON.stringify(digestOf(verdict)),
    errorCode: failed?.error.code ?? null,
    errorMessage: failed?.error.message ?? null,
  };
}

function giveUpOn(item: RangeItem, code: ItemErrorCode): NewResult {
  if (item.partial !== null) {
    const partial: Verdict = JSON.parse(item.partial);
    return { ...resultOf(item, partial, statusOf(partial)), attempts: item.attempts };
  }
  return {
    at: item.at,
    status: 'error',
    attempts: item.attempts,
    verdict: null,
    digest: JSON.stringify(EMPTY_DIGEST),
    errorCode: code,
    errorMessage: ITEM_ERRORS[code].detail,
  };
}

function writeOf(
  range: OpenRange,
  results: NewResult[],
  nowMs: number,
  deadAtMs: number | null,
): RangeWrite {
  const before = range.items.filter((item) => !isPending(item));
  const final = [...before, ...results].filter(({ status }) => status !== 'retry');
  const digests = final.map(({ digest }): Digest => JSON.parse(digest ?? 'null') ?? EMPTY_DIGEST);
  const counted = Map.groupBy(final, ({ status }) => status);
  const count = (status: FinalStatus) => counted.get(status)?.length ?? 0;
  const sum = (key: 'inputTokens' | 'outputTokens' | 'costUsd') =>
    digests.reduce((total, digest) => total + digest[key], 0);
  return {
    range,
    results,
    isDone: final.length === range.items.length,
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
    summary: JSON.stringify([...summarise(digests)]),
    deliveryId: newId('delivery', nowMs),
    nowMs,
    leaseUntilMs: nowMs + RANGE_LEASE_MS,
    retryUntilMs: nowMs + RETRY_LEASE_MS,
  };
}
