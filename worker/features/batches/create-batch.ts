import { derivedId, newId } from '@assay/schema/ids.ts';
import type { Batch, BatchOptions, InvalidLines } from '@assay/schema/types.ts';
import { type LineSource, refuseRecords } from '../../core/line-source.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { StoredBatch } from '../../store/batches.ts';
import type { Intake } from '../../store/intake.ts';
import type { RangeStore } from '../../store/ranges.ts';
import type { ScorerDefinition } from '../../store/scorer-definitions.ts';
import { type DataTerms, type DataTermsNeeds, dataTermsOf } from '../data-control/data-terms.ts';
import type { MasterKeys } from '../data-control/master-keys.ts';
import { redactPlan } from '../data-control/redact.ts';
import { toDetector } from '../data-control/redaction-of.ts';
import type { ReadItemNeeds } from '../datasets/read-items.ts';
import { type PlanNeeds, planScoring } from '../scoring/plan-scoring.ts';
import { definitionsOf } from '../scoring/scorer-definition.ts';
import { checkWebhook } from '../webhooks/targets.ts';
import { type ChosenItems, chooseItems, goneDataset, samplesIn } from './dataset-samples.ts';
import { findBatch, getBatch } from './find-batches.ts';
import { type FrozenPlan, freezePlan, thawPlan } from './frozen-plan.ts';
import { PRIORITIES } from './priorities.ts';
import { TURN_LEASE_MS } from './range-leases.ts';
import { type SendOnNeeds, sendOn } from './send-on.ts';
import { INTAKE_LEASE_MS, type TakeSampleNeeds, takeSamples } from './take-samples.ts';

export interface CreateBatchNeeds
  extends TakeSampleNeeds,
    PlanNeeds,
    SendOnNeeds,
    ReadItemNeeds,
    DataTermsNeeds {
  ranges: RangeStore;
  masterKeys: MasterKeys | undefined;
}

const NONE_INVALID: InvalidLines = { count: 0, first: [] };

/** A request for a batch. */
export interface NewBatch {
  projectId: string;
  options: BatchOptions;
  source: LineSource;
  /** What the id is made from, so that a request repeated finds the batch it made before. */
  seed?: string | undefined;
}

/** A request to add samples to a batch. */
export interface Append {
  projectId: string;
  batchId: string;
  source: LineSource;
  onInvalid?: BatchOptions['onInvalid'];
  /** The same for a request that is repeated, which adds nothing once its samples are there. */
  seed?: string | undefined;
}

/**
 * Creates a batch from the incoming samples, and starts scoring unless it stays open. When it
 * returns, every sample is in the database.
 *
 * @throws InvalidScorers, or ApiProblem; then nothing is stored
 */
export async function createBatch(
  { projectId, options, source, seed }: NewBatch,
  services: CreateBatchNeeds,
): Promise<Batch> {
  const id = seed === undefined ? newId('batch', services.nowMs()) : derivedId('batch', seed, 0);
  if (seed !== undefined && (await services.batches.find(projectId, id))) {
    return getBatch(projectId, id, services);
  }
  const chosen = await chosenOf(projectId, options, source, services);
  const { stored, definitions } = await newBatch(projectId, id, { options, chosen }, services);
  if (!(await services.batches.insert(stored, definitions)))
    return madeBefore(projectId, id, services);
  const token = stored.intakeToken ?? '';
  const intake = { projectId, batchId: id, token, appendId: token, priority: stored.priority };
  const { onInvalid, open: isOpen = false } = options;
  if (chosen && !(await keep(chosen, id, services))) {
    await services.intake.abandon(intake);
    throw goneDataset(chosen.selected);
  }
  const samples = chosen ? samplesIn(chosen.selection, services) : source;
  try {
    await receive({ stored, intake, source: samples, onInvalid, isOpen }, services);
  } catch (cause) {
    // What was refused refers to nothing. Otherwise the sweep does this with the batch.
    if (chosen && cause instanceof ApiProblem && cause.code === 'invalid_request') {
      await services.datasets.release(projectId, 'batch', id).catch(() => {});
    }
    throw cause;
  }
  if (!isOpen) await seal(stored, token, services);
  return madeBefore(projectId, id, services);
}

/**
 * Adds samples to an open batch: all of them, or none.
 *
 * @throws ApiProblem `batch_not_found`, `batch_not_open`, `batch_busy` or as `createBatch` does
 */
export async function appendSamples(
  { projectId, batchId, source, onInvalid, seed }: Append,
  services: CreateBatchNeeds,
): Promise<Batch> {
  const { priority } = await findBatch(projectId, batchId, services);
  const token = newId('intake');
  const appendId = seed === undefined ? token : derivedId('intake', seed, 0);
  const intake = { projectId, batchId, token, appendId, priority };
  const nowMs = services.nowMs();
  const claim = await services.intake.claim(intake, nowMs, nowMs + INTAKE_LEASE_MS);
  if (claim === 'closed') throw new ApiProblem('batch_not_open');
  if (claim === 'busy') throw new ApiProblem('batch_busy');
  if (claim === 'claimed') {
    // Read after the claim: what is there now is what this request adds to.
    const stored = await findBatch(projectId, batchId, services);
    await receive({ stored, intake, source, onInvalid, isOpen: true }, services);
  }
  return getBatch(projectId, batchId, services);
}

/** Closes an open batch and sets it running; one that is sealed stays as it is. */
export async function sealBatch(
  projectId: string,
  id: string,
  services: CreateBatchNeeds,
): Promise<Batch> {
  const stored = await findBatch(projectId, id, services);
  if (stored.status === 'open') await seal(stored, null, services);
  const batch = await getBatch(projectId, id, services);
  if (batch.status === 'open') throw new ApiProblem('batch_busy');
  return batch;
}

/** The items to be scored, if they are a data set's. @throws ApiProblem `unknown_dataset` or `invalid_request` */
async function chosenOf(
  projectId: string,
  { dataset, open: isOpen }: BatchOptions,
  source: LineSource,
  services: CreateBatchNeeds,
): Promise<ChosenItems | undefined> {
  if (dataset === undefined) return undefined;
  await refuseRecords(source, 'samples', 'dataset');
  if (isOpen) {
    throw new ApiProblem('invalid_request', {
      errors: [{ pointer: '/open', message: 'must be omitted if `dataset` is given' }],
    });
  }
  return chooseItems(projectId, dataset, services);
}

/** Keeps the version from being deleted while the batch is there; false when it was deleted before. */
function keep(
  { selected: { name, version }, selection: { projectId } }: ChosenItems,
  batchId: string,
  { datasets }: CreateBatchNeeds,
): Promise<boolean> {
  const use = { projectId, name, version, kind: 'batch', userId: batchId };
  return datasets.use(use);
}

async function newBatch(
  projectId: string,
  id: string,
  { options, chosen }: { options: BatchOptions; chosen: ChosenItems | undefined },
  services: CreateBatchNeeds,
): Promise<{ stored: StoredBatch; definitions: ScorerDefinition[] }> {
  const { scorers, suite, webhook } = options;
  if (scorers === undefined && suite === undefined) {
    throw new ApiProblem('invalid_request', {
      errors: [{ pointer: '/scorers', message: 'name at least one scorer, or a `suite`' }],
    });
  }
  if (webhook !== undefined) checkWebhook(webhook.url, services.config);
  const terms = await dataTermsOf(options, projectId, services);
  const plan = redactPlan(await planScoring(options, projectId, services), terms);
  const { quota } = services.config;
  const load = await services.batches.load(projectId, id);
  if (load.batches >= quota.batches) {
    throw new ApiProblem('quota_exceeded', {
      detail: `The project has reached its quota of ${quota.batches} unfinished batches. Wait until one ends, or cancel one.`,
    });
  }
  const nowMs = services.nowMs();
  const stored: StoredBatch = {
    projectId,
    id,
    status: 'receiving',
    plan: JSON.stringify({
      ...{ ...freezePlan(plan), ...frozenTerms(terms), dataset: chosen?.selected },
      ...(services.masterKeys !== undefined && { isSealed: true }),
    }),
    priority: PRIORITIES[options.priority ?? 'normal'],
    tags: JSON.stringify(options.tags ?? []),
    metadata: JSON.stringify(options.metadata ?? {}),
    webhookUrl: webhook?.url ?? null,
    total: 0,
    nextIndex: 0,
    invalid: JSON.stringify(NONE_INVALID),
    intakeToken: newId('intake'),
    intakeAppend: null,
    intakeUntilMs: nowMs + INTAKE_LEASE_MS,
    run: 0,
    gate: null,
    createdAtMs: nowMs,
    startedAtMs: null,
    samplesDroppedAtMs: null,
    unloggedFrom: null,
    endedAtMs: null,
  };
  return { stored, definitions: definitionsOf(plan.scorers) };
}

/**
 * What is kept of the samples of a batch once they have their verdicts, as its plan has it.
 *
 * @throws ApiProblem `keep_not_allowed`
 */
function frozenTerms({ keep, redact }: DataTerms): Pick<FrozenPlan, 'keep' | 'redactStored'> {
  if (keep === 'nothing') {
    throw new ApiProblem('keep_not_allowed', {
      detail:
        'A batch keeps its results, so that `nothing` is not possible. Send `"keep": "scores"` if the project allows it, or score the samples with POST /v1/score.',
      errors: [{ pointer: '/keep', message: 'must be `scores` or more' }],
    });
  }
  return {
    ...(keep !== 'sample' && { keep }),
    ...(redact.stored.length > 0 && { redactStored: redact.stored.flatMap(toDetector) }),
  };
}

interface Received {
  stored: StoredBatch;
  intake: Intake;
  source: LineSource;
  onInvalid: BatchOptions['onInvalid'];
  /** Whether the batch takes more samples afterwards. */
  isOpen: boolean;
}

async function receive(
  { stored, intake, source, onInvalid = 'reject', isOpen }: Received,
  services: CreateBatchNeeds,
): Promise<void> {
  const plan = await thawPlan(stored.plan, services.judging.models.defaults);
  const frozen: FrozenPlan = JSON.parse(stored.plan);
  const terms = {
    intake,
    asksModels: plan?.scorers.some(({ asksModels }) => asksModels) ?? false,
    base: stored.nextIndex,
    onInvalid,
    invalid: JSON.parse(stored.invalid) as InvalidLines,
    isSealed: frozen.isSealed ?? false,
  };
  try {
    const taken = await takeSamples(source, terms, services);
    if (taken.added === 0 && !isOpen) throw noSamples();
    const invalid = JSON.stringify(taken.invalid);
    if (!(await services.intake.commit(intake, taken.nextIndex, invalid, isOpen))) {
      throw new ApiProblem('batch_busy');
    }
  } catch (cause) {
    // If this fails, too, the sweep does it once the lease of the intake has expired.
    await services.intake.abandon(intake).catch(() => {});
    throw await refusalOf(cause, stored, services);
  }
}

/** A batch that ended while samples came in is not busy: nothing can be added any more. */
async function refusalOf(
  cause: unknown,
  batch: StoredBatch,
  services: CreateBatchNeeds,
): Promise<unknown> {
  if (!(cause instanceof ApiProblem && cause.code === 'batch_busy')) return cause;
  const found = await services.batches.find(batch.projectId, batch.id);
  return found === undefined || found.status === 'open' ? cause : new ApiProblem('batch_not_open');
}

async function seal(
  stored: StoredBatch,
  token: string | null,
  services: CreateBatchNeeds,
): Promise<void> {
  const { projectId, id: batchId } = stored;
  const nowMs = services.nowMs();
  const sealing = { projectId, batchId, token, deliveryId: newId('delivery', nowMs) };
  await sendOn(await services.ranges.seal(sealing, nowMs, nowMs + TURN_LEASE_MS), services);
}

/** What a request made, or an earlier attempt at it. @throws ApiProblem `batch_busy` while another attempt makes it */
async function madeBefore(
  projectId: string,
  id: string,
  services: CreateBatchNeeds,
): Promise<Batch> {
  try {
    return await getBatch(projectId, id, services);
  } catch (cause) {
    if (!(cause instanceof ApiProblem && cause.code === 'batch_not_found')) throw cause;
    throw new ApiProblem('batch_busy');
  }
}

function noSamples(): ApiProblem {
  return new ApiProblem('invalid_request', {
    detail:
      'There are no samples. Send at least one, choose items of a data set that exist, or create the batch with `open`.',
  });
}
