import { lowestId, newId } from '@assay/schema/ids.ts';
import type { RetentionDays, RetentionRun } from '@assay/schema/types.ts';
import { fingerprint } from '@assay/scorers/fingerprint.ts';
import type { Log } from '../../core/log.ts';
import type { BatchStore } from '../../store/batches.ts';
import type { ExperimentStore } from '../../store/experiments.ts';
import type { StoredRetention } from '../../store/retention.ts';
import type { VerdictStore } from '../../store/verdicts.ts';
import type { Judging } from '../judging/judging-context.ts';
import { labelsOf } from '../scoring/labels.ts';
import { type DropBatchNeeds, dropSamplesOfBatch } from './drop-batch-samples.ts';
import type { RetentionNeeds } from './retention.ts';
import { shortenVerdict } from './shorten-verdict.ts';

export interface EnforceNeeds extends RetentionNeeds, DropBatchNeeds {
  verdicts: VerdictStore;
  batches: BatchStore;
  experiments: ExperimentStore;
  judging: Judging;
  log: Log;
}

/** What one project may hold up. */
interface Bounds {
  stored: StoredRetention;
  projectId: string;
  untilMs: number;
}

/** Deletes what was made before a time; false where it must stop before all of that is gone. */
interface Outcome {
  deleted: number;
  isDone: boolean;
}

const DAY_MS = 24 * 3_600_000;
const MOST_MS = 20_000;
const MOST_PROJECTS = 200;
const VERDICTS_A_STEP = 200;
const BATCHES_A_STEP = 50;
const SAMPLES_A_STEP = 5_000;
/** How long after its creation a verdict may still be delivered. */
const LATEST_MS = 7 * DAY_MS;

/**
 * Deletes what projects keep no longer, in bounded steps, for up to 20 seconds. A project is done once
 * a day; one that was not finished is due again at once. Whatever step it stops at, the next run goes
 * on.
 */
export async function enforceRetention(needs: EnforceNeeds): Promise<void> {
  const untilMs = needs.nowMs() + MOST_MS;
  for (const stored of await needs.retention.due(needs.nowMs(), MOST_PROJECTS)) {
    if (needs.nowMs() >= untilMs) return;
    try {
      await enforceFor(stored, untilMs, needs);
    } catch (cause) {
      // The next project does not wait for this one.
      needs.log({
        level: 'error',
        event: 'retention_failed',
        projectId: stored.projectId,
        reason: cause instanceof Error ? cause.name : 'unknown',
      });
    }
  }
}

type Class = keyof RetentionDays;

const CLASSES: Record<
  Class,
  (bounds: Bounds, beforeMs: number, needs: EnforceNeeds) => Promise<Outcome>
> = {
  verdicts: removeVerdicts,
  samples: dropSamples,
  batches: removeBatches,
  async labels({ projectId }, atMs, { retention }) {
    const before = { id: lowestId('label', atMs), atMs };
    return all(await retention.deleteLabels(projectId, before));
  },
  async judgeAnswers({ projectId }, beforeMs, { retention, judging }) {
    // An answer expires a fixed time after it was kept.
    const expiringBeforeMs = beforeMs + judging.models.cacheMs;
    return all(await retention.deleteJudgeAnswers(projectId, expiringBeforeMs));
  },
  async webhooks({ projectId }, beforeMs, { retention }) {
    return all(await retention.deleteDeliveries(projectId, beforeMs));
  },
};

async function enforceFor(
  stored: StoredRetention,
  untilMs: number,
  needs: EnforceNeeds,
): Promise<void> {
  const { projectId, days } = stored;
  const nowMs = needs.nowMs();
  const deleted: RetentionRun['deleted'] = {
    ...{ verdicts: 0, samples: 0, batches: 0, labels: 0, judgeAnswers: 0, webhooks: 0 },
  };
  let isComplete = true;
  for (const [name, remove] of Object.entries(CLASSES) as [Class, (typeof CLASSES)[Class]][]) {
    const kept = days[name];
    if (kept === null || kept === undefined) continue;
    const outcome = await remove({ stored, projectId, untilMs }, nowMs - kept * DAY_MS, needs);
    deleted[name] = outcome.deleted;
    isComplete &&= outcome.isDone;
  }
  const atMs = needs.nowMs();
  const run = {
    ...{ id: newId('retention', atMs), at: new Date(atMs).toISOString(), deleted, isComplete },
  };
  const hasDeleted = Object.values(deleted).some((count) => count > 0);
  const made = hasDeleted ? { run, hash: fingerprint(run).slice('sha256:'.length) } : null;
  await needs.retention.record(stored, isComplete ? nowMs + DAY_MS : nowMs, made);
  if (hasDeleted) needs.log({ level: 'info', event: 'retention_enforced', projectId, ...deleted });
}

async function removeVerdicts(
  { projectId, untilMs }: Bounds,
  beforeMs: number,
  { verdicts, nowMs }: EnforceNeeds,
): Promise<Outcome> {
  let deleted = 0;
  let before = lowestId('verdict', beforeMs);
  for (;;) {
    const page = { projectId, labels: [], before, limit: VERDICTS_A_STEP };
    const rows = await verdicts.list(page);
    const doomed = rows.map(({ id, verdict }) => ({ id, labels: labelsOf(JSON.parse(verdict)) }));
    await verdicts.remove(projectId, doomed, nowMs());
    deleted += doomed.length;
    before = doomed.at(-1)?.id ?? before;
    if (doomed.length < VERDICTS_A_STEP) return { deleted, isDone: true };
    if (nowMs() >= untilMs) return { deleted, isDone: false };
  }
}

/** Those of verdicts first, then those of batches and experiments. */
async function dropSamples(
  bounds: Bounds,
  beforeMs: number,
  needs: EnforceNeeds,
): Promise<Outcome> {
  const verdicts = await dropVerdictSamples(bounds, beforeMs, needs);
  if (!verdicts.isDone) return verdicts;
  const batches = await dropBatchSamples(bounds, beforeMs, needs);
  const { projectId } = bounds;
  const experiments = await needs.experiments.dropSamples(projectId, beforeMs, SAMPLES_A_STEP);
  return {
    deleted: verdicts.deleted + batches.deleted + experiments.dropped,
    isDone: batches.isDone && experiments.isDone,
  };
}

async function dropVerdictSamples(
  { stored, projectId, untilMs }: Bounds,
  beforeMs: number,
  { sampleDrops, retention, nowMs }: EnforceNeeds,
): Promise<Outcome> {
  const before = lowestId('verdict', beforeMs);
  let deleted = 0;
  let from = stored.samplesDroppedTo ?? '';
  for (;;) {
    const due = { from, before, limit: VERDICTS_A_STEP, shorten: shortenVerdict };
    const { ids, isLast } = await sampleDrops.ofVerdicts(projectId, due);
    deleted += ids.length;
    from = ids.at(-1) ?? from;
    if (isLast) {
      await retention.markSamplesDropped(projectId, lowestId('verdict', beforeMs - LATEST_MS));
      return { deleted, isDone: true };
    }
    if (nowMs() >= untilMs) return { deleted, isDone: false };
  }
}

async function dropBatchSamples(
  { projectId, untilMs }: Bounds,
  beforeMs: number,
  needs: EnforceNeeds,
): Promise<Outcome> {
  const { sampleDrops } = needs;
  let deleted = 0;
  for (const id of await sampleDrops.batches(projectId, beforeMs, BATCHES_A_STEP)) {
    const outcome = await dropSamplesOfBatch(projectId, id, untilMs, needs);
    deleted += outcome.dropped;
    if (!outcome.isDone) return { deleted, isDone: false };
  }
  const left = await sampleDrops.batches(projectId, beforeMs, 1);
  return { deleted, isDone: left.length === 0 };
}

async function removeBatches(
  { projectId, untilMs }: Bounds,
  beforeMs: number,
  { retention, batches, experiments, nowMs }: EnforceNeeds,
): Promise<Outcome> {
  let deleted = 0;
  // Their own batches ended with them, and go below. The sweep of experiments removes their rows.
  for (const id of await experiments.endedBefore(projectId, beforeMs, BATCHES_A_STEP)) {
    await experiments.markDeleted(projectId, id, nowMs());
  }
  for (;;) {
    const ids = await retention.endedBatches(projectId, beforeMs, BATCHES_A_STEP);
    // The sweep of batches removes their rows.
    for (const id of ids) await batches.markDeleted(projectId, id, nowMs());
    deleted += ids.length;
    if (ids.length < BATCHES_A_STEP) return { deleted, isDone: true };
    if (nowMs() >= untilMs) return { deleted, isDone: false };
  }
}

/** Of those that delete in steps: what one call leaves, the next day's run deletes. */
function all(deleted: number): Outcome {
  return { deleted, isDone: true };
}
