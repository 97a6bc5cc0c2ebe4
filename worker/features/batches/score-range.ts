import { derivedId } from '@assay/schema/ids.ts';
import { hexOf } from '@assay/schema/records/statement.ts';
import type { JudgeExchange, Sample, Score, Verdict } from '@assay/schema/types.ts';
import { fingerprint } from '@assay/scorers/fingerprint.ts';
import { addUsage } from '@assay/scorers/judging/ask.ts';
import type { Pace, runScorers } from '@assay/scorers/run.ts';
import { readSample } from '@assay/scorers/sample.ts';
import type { Config } from '../../core/config.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { NewResult } from '../../store/new-result.ts';
import type { OpenRange, RangeItem, RangeWrite } from '../../store/ranges.ts';
import type { DataTerms } from '../data-control/data-terms.ts';
import { keepsTexts } from '../data-control/keep.ts';
import type { MasterKeys } from '../data-control/master-keys.ts';
import { redactForStore, redactionIn } from '../data-control/redact.ts';
import { redactionsOf } from '../data-control/redaction-of.ts';
import { openSample, samplePlace } from '../data-control/sealed-samples.ts';
import { exchangePlace } from '../data-control/sealed-verdicts.ts';
import type { Vault } from '../data-control/vault.ts';
import { withoutTexts } from '../data-control/without-texts.ts';
import { beginJudging, type JudgingRun } from '../judging/judging.ts';
import type { Judging } from '../judging/judging-context.ts';
import {
  findKnownJudges,
  type KnownJudges,
  type KnownJudgesNeeds,
} from '../scoring/known-judges.ts';
import { createPace } from '../scoring/pace.ts';
import type { Plan } from '../scoring/plan.ts';
import { keptOf } from '../scoring/score-samples.ts';
import { verdictOf } from '../scoring/verdict-of.ts';
import { concurrently } from './concurrently.ts';
import { type FrozenPlan, thawPlan } from './frozen-plan.ts';
import { brokenOff, giveUpOn, isPending, resultOf, statusOf, writeOf } from './range-results.ts';

export interface ScoreRangeNeeds extends KnownJudgesNeeds {
  judging: Judging;
  runScorers: typeof runScorers;
  config: Config;
  masterKeys: MasterKeys | undefined;
  vault: Vault;
}

// Ranges that ask judges are small, so that even slow ones end within the lease.
const RANGE_DEADLINE_MS = 8 * 60_000;
const SAMPLE_DEADLINE_MS = 2 * 60_000;
/** A sample on which the scoring itself breaks so often is an error. */
const MOST_BREAKS = 3;

/**
 * Scores what is not yet scored of a range. Nothing is written: the result is all that one
 * transaction will write. Of a sample tried before, only the scores that failed are retried.
 */
export async function scoreRange(
  range: OpenRange,
  requestId: string,
  services: ScoreRangeNeeds,
): Promise<RangeWrite> {
  const plan = await thawPlan(range.plan, services.judging.models.defaults);
  const pending = range.items.filter(isPending);
  const results =
    plan === null
      ? pending.map((item) => giveUpOn(item, 'scorer_changed'))
      : await scoreItems(pending, { plan, range, requestId }, services);
  return writeOf(range, results, services.nowMs(), null);
}

/** What the samples of a range are scored by. */
interface Work {
  plan: Plan;
  range: OpenRange;
  requestId: string;
}

async function scoreItems(
  items: readonly RangeItem[],
  work: Work,
  services: ScoreRangeNeeds,
): Promise<NewResult[]> {
  const { plan, range } = work;
  const { judging, nowMs, config } = services;
  const deadlineAtMs = nowMs() + RANGE_DEADLINE_MS;
  const terms = await termsOf(range);
  const judges = plan.scorers.some(({ asksModels }) => asksModels)
    ? await beginJudging(judging, {
        ...{ projectId: range.projectId, deadlineAtMs, keep: terms.keep },
      })
    : undefined;
  const known = await findKnownJudges(plan.scorers, range.projectId, services);
  const shared = { ...work, terms, pace: createPace(), judges, known, deadlineAtMs };
  return concurrently(items, config.samplesAtOnce, async (item) => {
    try {
      return await scoreItem(item, shared, services);
    } catch (cause) {
      // A database that is out is no fault of the sample; anything else is of this one alone.
      if (cause instanceof ApiProblem && cause.code === 'storage_unavailable') throw cause;
      const error = cause instanceof Error ? cause.name : 'unknown';
      const { batchId } = range;
      services.log({ level: 'error', event: 'sample_not_scored', batchId, at: item.at, error });
      return brokenOff(item, MOST_BREAKS);
    } finally {
      // At once, not at the end of the range: whatever dies after this, these calls are not paid twice.
      await judges?.flush();
    }
  });
}

/** The same with what they share while they are scored. */
interface SharedWork extends Work {
  terms: DataTerms;
  pace: Pace;
  judges: JudgingRun | undefined;
  known: KnownJudges | undefined;
  deadlineAtMs: number;
}

async function scoreItem(
  item: RangeItem,
  { plan, range, requestId, terms, pace, judges, known, deadlineAtMs }: SharedWork,
  needs: ScoreRangeNeeds,
): Promise<NewResult> {
  const { nowMs, runScorers } = needs;
  const startedAtMs = nowMs();
  const place = { batchId: range.batchId, at: item.at };
  const json = await openSample(range.projectId, place, item.sample, needs.vault);
  if (json === undefined) return giveUpOn(item, 'sample_dropped');
  const sample: Sample = JSON.parse(json);
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
      ...(known && { calibrate: known.calibrate }),
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
    ...keptOf('now', terms),
    redaction: redactionIn(plan.scorers, 'now', terms),
    tags: range.tags,
    metadata: range.metadata,
    // What earlier tries cost was spent on this verdict too.
    usage: spent && earlier?.usage ? addUsage(earlier.usage, spent.usage) : (spent?.usage ?? null),
    costUsd: (earlier?.costUsd ?? 0) + (spent?.costUsd ?? 0),
    createdAtMs: startedAtMs,
    latencyMs: nowMs() - startedAtMs,
    uncalibrated: known?.uncalibrated(all, plan.policy.requireCalibration),
  });
  const status = verdict.scores.some(isToBeRetried) ? 'retry' : statusOf(verdict);
  const exchanges = models?.exchanges() ?? [];
  const result = storedResult({ item, verdict, sample, exchanges, status }, terms);
  return sealResult(result, range, needs);
}

/** How the data of a range is treated, as its batch has frozen it. */
async function termsOf({ plan }: OpenRange): Promise<DataTerms> {
  const { keep = 'sample', redactStored }: FrozenPlan = JSON.parse(plan);
  const redact = await redactionsOf(redactStored && { stored: redactStored }, undefined);
  return { keep, redact };
}

interface ToStoreOfItem {
  item: RangeItem;
  verdict: Verdict;
  sample: Sample;
  exchanges: readonly JudgeExchange[];
  status: NewResult['status'];
}

/** A result as it is written: of what is kept, and redacted if that is asked for. */
function storedResult(
  { item, status, ...scored }: ToStoreOfItem,
  { keep, redact }: DataTerms,
): NewResult {
  if (!keepsTexts(keep)) return resultOf(item, withoutTexts(scored.verdict), status);
  const isRedacted = redact.stored.length > 0;
  const { verdict, sample, exchanges } = isRedacted ? redactForStore(scored, redact) : scored;
  return {
    ...resultOf(item, verdict, status),
    ...(isRedacted &&
      status !== 'retry' && {
        sample: JSON.stringify(sample),
        sampleHash: hexOf(fingerprint(sample)),
      }),
    ...(exchanges.length > 0 && { exchanges: exchanges.map((one) => JSON.stringify(one)) }),
  };
}

/** The result with its redacted sample and exchanges encrypted, where the batch and the deployment encrypt. */
async function sealResult(
  given: NewResult,
  { projectId, batchId, plan }: OpenRange,
  { masterKeys, vault }: ScoreRangeNeeds,
): Promise<NewResult> {
  const { isSealed }: FrozenPlan = JSON.parse(plan);
  const { at, sample } = given;
  const { exchanges, ...result } =
    isSealed && sample !== undefined
      ? { ...given, sample: await vault.seal(projectId, samplePlace({ batchId, at }), sample) }
      : given;
  if (exchanges === undefined) return result;
  if (masterKeys === undefined) return { ...result, exchanges };
  const place = exchangePlace(`${batchId}/${result.at}`);
  const sealed = exchanges.map((exchange) => vault.seal(projectId, place, exchange));
  return { ...result, exchanges: await Promise.all(sealed) };
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
