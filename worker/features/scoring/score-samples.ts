import { derivedId, newId, timeOf } from '@assay/schema/ids.ts';
import type {
  JudgeExchange,
  Sample,
  ScoreRequest,
  StoreMode,
  Verdict,
} from '@assay/schema/types.ts';
import type { ResolvedScorer } from '@assay/scorers/resolve.ts';
import type { Pace, runScorers } from '@assay/scorers/run.ts';
import { readSample } from '@assay/scorers/sample.ts';
import { keepJson } from '../../core/kept-json.ts';
import { NO_SAMPLE } from '../../store/no-sample.ts';
import type { ScorerDefinition, ScorerDefinitionStore } from '../../store/scorer-definitions.ts';
import { hashesOf, type Written } from '../../store/verdict-hashes.ts';
import type { VerdictQueue } from '../../store/verdict-queue.ts';
import type { VerdictSpending } from '../../store/verdict-spending.ts';
import type { VerdictRow, VerdictStore } from '../../store/verdicts.ts';
import { type DataTerms, type DataTermsNeeds, dataTermsOf } from '../data-control/data-terms.ts';
import { keepsTexts } from '../data-control/keep.ts';
import { redactForStore, redactionIn, redactPlan } from '../data-control/redact.ts';
import { NO_REDACTION } from '../data-control/redaction-of.ts';
import { withoutTexts } from '../data-control/without-texts.ts';
import { flushAfter } from '../judging/flush-after.ts';
import { beginJudging, type JudgingRun } from '../judging/judging.ts';
import type { Judging } from '../judging/judging-context.ts';
import { findKnownJudges, type KnownJudges, type KnownJudgesNeeds } from './known-judges.ts';
import { labelsOf } from './labels.ts';
import { createPace } from './pace.ts';
import type { Plan } from './plan.ts';
import type { RequestContext, Spendable } from './request-context.ts';
import { unstoredDefinitions } from './scorer-definition.ts';
import { verdictOf } from './verdict-of.ts';

export interface ScoringNeeds extends KnownJudgesNeeds, DataTermsNeeds {
  judging: Judging;
  verdicts: VerdictStore;
  definitions: ScorerDefinitionStore;
  verdictQueue: VerdictQueue;
  runScorers: typeof runScorers;
}

export const DEFAULT_DEADLINE_MS = 30_000;

/**
 * Scores the samples of a request and stores the verdicts as it asks.
 *
 * @param plan what is to be run, settled from the request
 * @returns one verdict a sample, in their order, each stored as `stored` says
 * @throws ApiProblem `storage_unavailable`, `verdict_too_large` or `keep_not_allowed`
 */
export async function scoreSamples(
  request: ScoreRequest,
  plan: Plan,
  context: RequestContext,
  needs: ScoringNeeds,
): Promise<Verdict[]> {
  const deadlineAtMs = needs.nowMs() + (request.deadlineMs ?? DEFAULT_DEADLINE_MS);
  const { projectId } = context.principal;
  const terms = isFree(request, plan) ? FREE : await dataTermsOf(request, projectId, needs);
  const redacted = redactPlan(plan, terms);
  const scoring = {
    request,
    plan: redacted,
    context,
    needs,
    deadlineAtMs,
    terms,
    pace: createPace(),
  };
  if (!plan.scorers.some(({ asksModels }) => asksModels)) return await scoreAndStore(scoring);
  const session = { ...context.principal, ...context, ...terms, deadlineAtMs };
  const [judges, known] = await Promise.all([
    beginJudging(needs.judging, session),
    findKnownJudges(redacted.scorers, projectId, needs),
  ]);
  return flushAfter(scoreAndStore({ ...scoring, judges, known }), judges, context.later);
}

const FREE: DataTerms = { keep: 'nothing', redact: NO_REDACTION };

/** Whether nothing is stored and no model asked: such a request works while the database is down. */
function isFree({ store, keep, redact }: ScoreRequest, { scorers }: Plan): boolean {
  if (store !== 'none' || keep !== undefined || redact !== undefined) return false;
  return !scorers.some(({ asksModels }) => asksModels);
}

/** What the samples of a request share while they are scored. */
interface Scoring {
  request: ScoreRequest;
  plan: Plan;
  context: RequestContext;
  needs: ScoringNeeds;
  deadlineAtMs: number;
  terms: DataTerms;
  pace: Pace;
  judges?: JudgingRun;
  known?: KnownJudges | undefined;
}

async function scoreAndStore(scoring: Scoring): Promise<Verdict[]> {
  const { request, plan, context, needs, judges, terms } = scoring;
  const samples = 'sample' in request ? [request.sample] : request.samples;
  const scored = await context.timings.measure('score', async () => {
    // The judges' connections are what limits them, not the samples.
    if (judges) return Promise.all(samples.map((sample, i) => scoreSample(sample, i, scoring)));
    const done: ScoredSample[] = [];
    for (const [index, sample] of samples.entries()) {
      done.push(await scoreSample(sample, index, scoring));
    }
    return done;
  });
  const { principal, seed, spendable } = context;
  const store = {
    ...{ scored, scorers: plan.scorers, terms, projectId: principal.projectId },
    mode: modeOf(request.store ?? 'now', terms),
    // A repeated request makes the same verdict, whose first spending is counted; this one is not the same.
    spendable: seed === undefined ? spendable : undefined,
  };
  return await context.timings.measure('store', () => storeVerdicts(store, needs));
}

/** How a verdict is stored: not at all where nothing is kept. */
export function modeOf(mode: StoreMode, { keep }: Pick<DataTerms, 'keep'>): StoreMode {
  return keep === 'nothing' ? 'none' : mode;
}

/** What of a verdict is kept, as it says of itself where that is not the sample. */
export function keptOf(mode: StoreMode, { keep }: Pick<DataTerms, 'keep'>): Pick<Verdict, 'kept'> {
  return mode !== 'none' && (keep === 'scores' || keep === 'exchange') ? { kept: keep } : {};
}

/** A verdict, the sample as it is to be kept, and what judges were asked. */
export interface ScoredSample {
  verdict: Verdict;
  sample: Sample;
  /** Whether it is the very one that the verdict has the hash of. */
  isJudged?: boolean;
  exchanges?: JudgeExchange[] | undefined;
}

async function scoreSample(
  sample: Sample,
  index: number,
  { request, plan, context, needs, judges, known, deadlineAtMs, terms, pace }: Scoring,
): Promise<ScoredSample> {
  const { requestId, trace, seed, onScore } = context;
  const { nowMs, runScorers } = needs;
  const startedAtMs = nowMs();
  const models = judges?.forSample(sample);
  const scores = await runScorers(plan.scorers, readSample(sample), {
    deadlineAtMs,
    pace,
    nowMs,
    requiredByDefault: plan.policy.rule === 'required',
    ...models,
    ...(known && { calibrate: known.calibrate }),
    ...(onScore ? { onScore: (score) => onScore(index, score) } : {}),
  });
  const id = seed === undefined ? newId('verdict', startedAtMs) : derivedId('verdict', seed, index);
  const mode = modeOf(request.store ?? 'now', terms);
  const verdict = verdictOf(sample, scores, plan, {
    id,
    requestId,
    traceparent: trace?.traceparent,
    stored: mode,
    ...keptOf(mode, terms),
    redaction: redactionIn(plan.scorers, mode, terms),
    tags: request.tags ?? [],
    metadata: request.metadata ?? {},
    usage: models?.spent().usage ?? null,
    costUsd: models?.spent().costUsd ?? 0,
    // The id's own time, so that filters by time and the order of pages agree with what is shown.
    createdAtMs: timeOf(id),
    latencyMs: nowMs() - startedAtMs,
    uncalibrated: known?.uncalibrated(scores, plan.policy.requireCalibration),
  });
  return { verdict, sample, isJudged: true, exchanges: models?.exchanges() };
}

interface Scored {
  scored: readonly ScoredSample[];
  /** What scored them. */
  scorers: readonly ResolvedScorer[];
  mode: StoreMode;
  terms: DataTerms;
  projectId: string;
  /** What is counted with the first of them. */
  spendable?: Spendable | undefined;
}

/**
 * Stores verdicts as the mode says, and of each what the terms say.
 *
 * @returns the verdicts, each with how it was stored
 * @throws ApiProblem `storage_unavailable` or `verdict_too_large`
 */
export async function storeVerdicts(
  { scored, scorers, mode, terms, projectId, spendable }: Scored,
  needs: ScoringNeeds,
): Promise<Verdict[]> {
  if (mode === 'none') return scored.map(({ verdict }) => verdict);
  const definitions = unstoredDefinitions(projectId, scorers, needs.definitions);
  const spent = spendable?.take();
  try {
    const stored = await storeRows({ scored, definitions, mode, terms, projectId, spent }, needs);
    needs.definitions.markStored(projectId, definitions);
    return stored;
  } catch (cause) {
    if (spent) spendable?.putBack(spent);
    throw cause;
  }
}

interface ScoredRows extends Omit<Scored, 'scorers' | 'spendable'> {
  definitions: ScorerDefinition[];
  spent: VerdictSpending | undefined;
}

async function storeRows(
  { scored, definitions, mode, terms, projectId, spent }: ScoredRows,
  needs: ScoringNeeds,
): Promise<Verdict[]> {
  const verdicts = scored.map(({ verdict }) => verdict);
  const rowOf = (verdict: Verdict, i: number): VerdictRow => ({
    ...toRow({ ...scored[i], verdict }, terms, projectId),
    ...(definitions.length > 0 && { definitions }),
    ...(i === 0 && spent && { spent }),
  });
  const rows = verdicts.map(rowOf);
  if (mode === 'now') {
    await needs.verdicts.insert(rows);
    return verdicts;
  }

  // What does not fit the queue goes first: if the database refuses it, nothing has been kept yet.
  const isQueued = rows.map((row) => needs.verdictQueue.fits(row));
  const settled = verdicts.map((verdict, i) =>
    isQueued[i] ? verdict : { ...verdict, stored: 'now' as const },
  );
  const insert = (chosen: readonly Verdict[], which: (i: number) => boolean) =>
    needs.verdicts.insert(chosen.flatMap((verdict, i) => (which(i) ? [rowOf(verdict, i)] : [])));
  await insert(settled, (i) => !isQueued[i]);
  try {
    await needs.verdictQueue.send(rows.filter((_, i) => isQueued[i]));
    return settled;
  } catch {
    // The queue is a way to be faster, not a condition: what it refuses goes straight to the database.
    needs.log({
      level: 'warn',
      event: 'queue_refused',
      verdicts: isQueued.filter(Boolean).length,
    });
    const stored = settled.map((verdict) => ({ ...verdict, stored: 'now' as const }));
    await insert(stored, (i) => isQueued[i] ?? false);
    return stored;
  }
}

function toRow(
  {
    verdict,
    sample = {},
    isJudged = false,
    exchanges = [],
  }: Partial<ScoredSample> & { verdict: Verdict },
  { keep, redact }: DataTerms,
  projectId: string,
): VerdictRow {
  const row = {
    id: verdict.id,
    projectId,
    createdAtMs: Date.parse(verdict.createdAt),
    passed: verdict.passed,
    labels: labelsOf(verdict),
  };
  if (!keepsTexts(keep)) {
    const nothing = { value: {}, text: NO_SAMPLE };
    return { ...row, ...textsOf({ verdict: written(withoutTexts(verdict)), sample: nothing }) };
  }
  const given = { verdict, sample, exchanges };
  const stored = redact.stored.length > 0 ? redactForStore(given, redact) : given;
  // What has nothing to be redacted is the same text as in the answer to a single request.
  const isAnswered = stored.verdict === verdict;
  return {
    ...row,
    ...textsOf({
      verdict: isAnswered ? { value: verdict, text: keepJson(verdict) } : written(stored.verdict),
      sample: written(stored.sample),
      isJudged: isJudged && stored.sample === sample,
      exchanges: stored.exchanges,
    }),
  };
}

function written<Value>(value: Value): Written<Value> {
  return { value, text: JSON.stringify(value) };
}

interface Texts {
  verdict: Written<Verdict>;
  sample: Written<Sample>;
  isJudged?: boolean;
  exchanges?: readonly JudgeExchange[];
}

/** What is stored, as JSON, and what the log is to say of it. */
function textsOf({ verdict, sample, isJudged = false, exchanges = [] }: Texts) {
  return {
    verdict: verdict.text,
    sample: sample.text,
    hashes: hashesOf(verdict, sample, isJudged),
    ...(exchanges.length > 0 && { exchanges: exchanges.map((one) => JSON.stringify(one)) }),
  };
}
