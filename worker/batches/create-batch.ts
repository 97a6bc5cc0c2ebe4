import { derivedId, newId } from '@assay/schema/ids.ts';
import type { Batch, BatchOptions, InvalidLines } from '@assay/schema/types.ts';
import { ApiProblem } from '../problem.ts';
import { planScoring } from '../scoring/plan.ts';
import type { Services } from '../services.ts';
import type { StoredBatch } from '../store/batches.ts';
import type { Intake } from '../store/intake.ts';
import { checkWebhook } from '../webhooks/targets.ts';
import { findBatch, getBatch } from './find-batches.ts';
import { freezePlan, thawPlan } from './frozen-plan.ts';
import { PRIORITIES } from './priorities.ts';
import { RANGE_LEASE_MS } from './score-range.ts';
import { sendOn } from './send-on.ts';
import { INTAKE_LEASE_MS, type SampleSource, takeSamples } from './take-samples.ts';

const NONE_INVALID: InvalidLines = { count: 0, first: [] };

/**
 * Makes a batch of the samples that come in, and sets it running unless it is to stay open. When
 * it returns, every sample is in the database.
 *
 * @param seed what the id is made from, so that a request repeated finds the batch it made before
 * @throws InvalidScorers, or ApiProblem; nothing is kept then
 */
export async function createBatch(
  projectId: string,
  options: BatchOptions,
  source: SampleSource,
  services: Services,
  seed?: string,
): Promise<Batch> {
  const id = seed === undefined ? newId('batch', services.nowMs()) : derivedId('batch', seed, 0);
  if (seed !== undefined && (await services.batches.find(projectId, id))) {
    return getBatch(projectId, id, services);
  }
  const stored = await newBatch(projectId, id, options, services);
  if (!(await services.batches.insert(stored))) {
    // What the first request left broke off before it was a batch, and is swept away.
    stored.id = newId('batch', services.nowMs());
    await services.batches.insert(stored);
  }
  const intake = intakeOf(stored, stored.intakeToken ?? '');
  await receive(stored, intake, source, options, options.open === true, services);
  if (options.open !== true) await seal(stored, intake.token, services);
  return getBatch(projectId, stored.id, services);
}

/**
 * Adds samples to an open batch: all of them, or none.
 *
 * @throws ApiProblem `batch_not_found`, `batch_not_open`, `batch_busy` or as `createBatch` does
 */
export async function appendSamples(
  projectId: string,
  id: string,
  source: SampleSource,
  onInvalid: BatchOptions['onInvalid'],
  services: Services,
): Promise<Batch> {
  await findOpen(projectId, id, services);
  const token = newId('intake');
  const nowMs = services.nowMs();
  const claimed = { projectId, batchId: id, token, priority: 0 };
  if (!(await services.intake.claim(claimed, nowMs, nowMs + INTAKE_LEASE_MS))) {
    throw new ApiProblem('batch_busy');
  }
  // Read after the claim: what is there now is what this request adds to.
  const stored = await findOpen(projectId, id, services);
  await receive(stored, intakeOf(stored, token), source, { onInvalid }, true, services);
  return getBatch(projectId, id, services);
}

/** Closes an open batch and sets it running; one that is sealed stays as it is. */
export async function sealBatch(projectId: string, id: string, services: Services): Promise<Batch> {
  const stored = await findBatch(projectId, id, services);
  if (stored.status === 'open') await seal(stored, null, services);
  const batch = await getBatch(projectId, id, services);
  if (batch.status === 'open') throw new ApiProblem('batch_busy');
  return batch;
}

async function newBatch(
  projectId: string,
  id: string,
  options: BatchOptions,
  services: Services,
): Promise<StoredBatch> {
  const { scorers, suite, webhook } = options;
  if (scorers === undefined && suite === undefined) {
    throw new ApiProblem('invalid_request', {
      errors: [{ pointer: '/scorers', message: 'name at least one scorer, or a `suite`' }],
    });
  }
  if (webhook !== undefined) checkWebhook(webhook.url, services.config);
  const plan = await planScoring(options, projectId, services);
  const { quota } = services.config;
  const load = await services.batches.load(projectId);
  if (load.batches >= quota.batches) {
    throw new ApiProblem('quota_exceeded', {
      detail: `A project may have ${quota.batches} unfinished batches. Wait for one to end, or cancel one.`,
    });
  }
  const nowMs = services.nowMs();
  return {
    projectId,
    id,
    status: 'receiving',
    plan: JSON.stringify(freezePlan(plan)),
    priority: PRIORITIES[options.priority ?? 'normal'],
    tags: JSON.stringify(options.tags ?? []),
    metadata: JSON.stringify(options.metadata ?? {}),
    webhookUrl: webhook?.url ?? null,
    total: 0,
    nextIndex: 0,
    invalid: JSON.stringify(NONE_INVALID),
    intakeToken: newId('intake'),
    intakeUntilMs: nowMs + INTAKE_LEASE_MS,
    run: 0,
    createdAtMs: nowMs,
    startedAtMs: null,
    endedAtMs: null,
  };
}

async function receive(
  stored: StoredBatch,
  intake: Intake,
  source: SampleSource,
  { onInvalid = 'reject' }: { onInvalid?: BatchOptions['onInvalid'] },
  isOpen: boolean,
  services: Services,
): Promise<void> {
  const plan = thawPlan(stored.plan, services.judging.models.defaults);
  const terms = {
    intake,
    asksModels: plan?.scorers.some(({ asksModels }) => asksModels) ?? false,
    base: stored.nextIndex,
    onInvalid,
    invalid: JSON.parse(stored.invalid) as InvalidLines,
  };
  try {
    const taken = await takeSamples(source, terms, services);
    if (taken.added === 0 && !isOpen) throw noSamples();
    const invalid = JSON.stringify(taken.invalid);
    if (!(await services.intake.commit(intake, taken.nextIndex, invalid, isOpen))) {
      throw new ApiProblem('batch_busy');
    }
  } catch (cause) {
    // Should this fail too, the sweep does it once the intake has run out.
    await services.intake.abandon(intake).catch(() => {});
    throw cause;
  }
}

async function seal(stored: StoredBatch, token: string | null, services: Services): Promise<void> {
  const { projectId, id: batchId } = stored;
  const nowMs = services.nowMs();
  const sealing = { projectId, batchId, token, deliveryId: newId('delivery', nowMs) };
  await sendOn(await services.ranges.seal(sealing, nowMs, nowMs + RANGE_LEASE_MS), services);
}

async function findOpen(projectId: string, id: string, services: Services): Promise<StoredBatch> {
  const stored = await findBatch(projectId, id, services);
  if (stored.status !== 'open') throw new ApiProblem('batch_not_open');
  return stored;
}

function intakeOf({ projectId, id, priority }: StoredBatch, token: string): Intake {
  return { projectId, batchId: id, token, priority };
}

function noSamples(): ApiProblem {
  return new ApiProblem('invalid_request', {
    detail: 'There was no sample to score. Send at least one, or make the batch with `open`.',
  });
}
