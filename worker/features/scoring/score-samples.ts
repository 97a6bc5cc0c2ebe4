import { derivedId, newId, timeOf } from '@assay/schema/ids.ts';
import type { Sample, Score, ScoreRequest, StoreMode, Verdict } from '@assay/schema/types.ts';
import type { RunContext, runScorers } from '@assay/scorers/run.ts';
import { readSample } from '@assay/scorers/sample.ts';
import type { Log } from '../../core/log.ts';
import type { Timings } from '../../core/timings.ts';
import type { TraceContext } from '../../core/trace-context.ts';
import type { VerdictQueue } from '../../store/verdict-queue.ts';
import type { VerdictRow, VerdictStore } from '../../store/verdicts.ts';
import type { Principal } from '../auth/principal.ts';
import { flushAfter, type Later } from '../judging/flush-after.ts';
import { beginJudging, type JudgingSession } from '../judging/judging.ts';
import type { Judging } from '../judging/session.ts';
import { labelsOf } from './labels.ts';
import { createPace } from './pace.ts';
import type { Plan } from './plan.ts';
import { verdictOf } from './verdict-of.ts';

export interface ScoringNeeds {
  judging: Judging;
  verdicts: VerdictStore;
  verdictQueue: VerdictQueue;
  runScorers: typeof runScorers;
  nowMs(): number;
  log: Log;
}

export const DEFAULT_DEADLINE_MS = 30_000;

export interface Asking {
  principal: Principal;
  requestId: string;
  /** Where in the caller's trace this stands. */
  trace?: TraceContext | undefined;
  timings: Timings;
  /** Aborts when the caller leaves. */
  signal?: AbortSignal | undefined;
  /** Without it the answer waits for all that is to be written. */
  later?: Later | undefined;
  /** What verdict ids are made from, so that a repeated request makes the same; random when left out. */
  seed?: string | undefined;
  /** Hears of each score as it lands. */
  onScore?: ((index: number, score: Score) => void) | undefined;
}

/**
 * Scores the samples of a request and stores the verdicts as it asks.
 *
 * @param plan what is to be run, settled from the request
 * @returns one verdict a sample, in their order, each stored as `stored` says
 * @throws ApiProblem `storage_unavailable` or `verdict_too_large`
 */
export async function scoreSamples(
  request: ScoreRequest,
  plan: Plan,
  asking: Asking,
  services: ScoringNeeds,
): Promise<Verdict[]> {
  const startedAtMs = services.nowMs();
  const deadlineAtMs = startedAtMs + (request.deadlineMs ?? DEFAULT_DEADLINE_MS);
  if (!plan.scorers.some(({ asksModels }) => asksModels)) {
    return scoreAndStore(request, plan, deadlineAtMs, asking, services, undefined);
  }
  const session = { ...asking.principal, ...asking, deadlineAtMs };
  const judges = await beginJudging(services.judging, session);
  const work = scoreAndStore(request, plan, deadlineAtMs, asking, services, judges);
  return flushAfter(work, judges, asking.later);
}

async function scoreAndStore(
  request: ScoreRequest,
  plan: Plan,
  deadlineAtMs: number,
  asking: Asking,
  services: ScoringNeeds,
  judges: JudgingSession | undefined,
): Promise<Verdict[]> {
  const pace = createPace();
  const samples = 'sample' in request ? [request.sample] : request.samples;
  const verdicts = await asking.timings.measure('score', async () => {
    const score = (sample: Sample, index: number) =>
      scoreSample(sample, index, { deadlineAtMs, pace }, plan, request, asking, services, judges);
    // The judges' connections are what limits them, not the samples.
    if (judges) return Promise.all(samples.map(score));
    const done: Verdict[] = [];
    for (const [index, sample] of samples.entries()) {
      done.push(await score(sample, index));
    }
    return done;
  });
  return asking.timings.measure('store', () =>
    store(verdicts, samples, request.store ?? 'now', asking, services),
  );
}

async function scoreSample(
  sample: Sample,
  index: number,
  time: Pick<RunContext, 'deadlineAtMs' | 'pace'>,
  plan: Plan,
  request: ScoreRequest,
  { requestId, trace, seed, onScore }: Asking,
  { nowMs, runScorers }: ScoringNeeds,
  judges: JudgingSession | undefined,
): Promise<Verdict> {
  const startedAtMs = nowMs();
  const models = judges?.forSample(sample);
  const scores = await runScorers(plan.scorers, readSample(sample), {
    ...time,
    nowMs,
    requiredByDefault: plan.policy.rule === 'required',
    ...models,
    ...(onScore ? { onScore: (score) => onScore(index, score) } : {}),
  });
  const id = seed === undefined ? newId('verdict', startedAtMs) : derivedId('verdict', seed, index);
  return verdictOf(sample, scores, plan, {
    id,
    requestId,
    traceparent: trace?.traceparent,
    stored: request.store ?? 'now',
    tags: request.tags ?? [],
    metadata: request.metadata ?? {},
    usage: models?.spent().usage ?? null,
    costUsd: models?.spent().costUsd ?? 0,
    // The id's own time, so that filters by time and the order of pages agree with what is shown.
    createdAtMs: timeOf(id),
    latencyMs: nowMs() - startedAtMs,
  });
}

async function store(
  verdicts: Verdict[],
  samples: readonly Sample[],
  mode: StoreMode,
  { principal }: Asking,
  services: ScoringNeeds,
): Promise<Verdict[]> {
  if (mode === 'none') return verdicts;
  const rows = verdicts.map((verdict, i) => toRow(verdict, samples[i], principal.projectId));
  if (mode === 'now') {
    await services.verdicts.insert(rows);
    return verdicts;
  }

  // What does not fit the queue goes first: if the database refuses it, nothing has been kept yet.
  const isQueued = rows.map((row) => services.verdictQueue.fits(row));
  const settled = verdicts.map((verdict, i) =>
    isQueued[i] ? verdict : { ...verdict, stored: 'now' as const },
  );
  const insert = (chosen: readonly Verdict[], which: (i: number) => boolean) =>
    services.verdicts.insert(
      chosen.flatMap((verdict, i) =>
        which(i) ? [toRow(verdict, samples[i], principal.projectId)] : [],
      ),
    );
  await insert(settled, (i) => !isQueued[i]);
  try {
    await services.verdictQueue.send(rows.filter((_, i) => isQueued[i]));
    return settled;
  } catch {
    // The queue is a way to be faster, not a condition: what it refuses goes straight to the database.
    services.log({
      level: 'warn',
      event: 'queue_refused',
      verdicts: isQueued.filter(Boolean).length,
    });
    const stored = settled.map((verdict) => ({ ...verdict, stored: 'now' as const }));
    await insert(stored, (i) => isQueued[i] ?? false);
    return stored;
  }
}

function toRow(verdict: Verdict, sample: Sample | undefined, projectId: string): VerdictRow {
  return {
    id: verdict.id,
    projectId,
    createdAtMs: Date.parse(verdict.createdAt),
    passed: verdict.passed,
    labels: labelsOf(verdict),
    verdict: JSON.stringify(verdict),
    sample: JSON.stringify(sample ?? {}),
  };
}
