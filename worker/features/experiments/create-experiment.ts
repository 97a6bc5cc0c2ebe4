import { readChoice } from '@assay/schema/experiment-choice.ts';
import { derivedId, newId } from '@assay/schema/ids.ts';
import { LIMITS } from '@assay/schema/limits.ts';
import type {
  Experiment,
  ExperimentChange,
  ExperimentEstimate,
  ExperimentInput,
  ExperimentVariant,
  Sample,
  SelectedDataset,
} from '@assay/schema/types.ts';
import { fingerprint } from '@assay/scorers/fingerprint.ts';
import { InvalidScorers } from '@assay/scorers/resolve.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { ExperimentQueue } from '../../store/experiment-queue.ts';
import type { NewExperiment, StoredExperiment } from '../../store/experiments.ts';
import { chooseItems } from '../batches/dataset-samples.ts';
import { toSettings } from '../batches/frozen-plan.ts';
import { type DataTermsNeeds, dataTermsOf } from '../data-control/data-terms.ts';
import { keepsTexts } from '../data-control/keep.ts';
import { type ReadItemNeeds, readItems } from '../datasets/read-items.ts';
import type { OpenPipeline } from '../gateway/pipelines/pipeline-cache.ts';
import { admit } from '../judging/admission.ts';
import type { Plan } from '../scoring/plan.ts';
import { type PlanNeeds, planScoring } from '../scoring/plan-scoring.ts';
import { checkWebhook, targetFault } from '../webhooks/targets.ts';
import { checkTemplates } from './check-templates.ts';
import { type Estimated, estimate } from './estimate.ts';
import type { ExperimentPlan } from './experiment-plan.ts';
import { type FindExperimentNeeds, getExperiment } from './find-experiments.ts';
import type { GenerateNeeds } from './generate-part.ts';
import { lanesOf, sizeOf } from './grid.ts';
import { CANCEL_LEASE_MS, QUEUE_LEASE_MS } from './leases.ts';
import type { ProbePlan } from './probe-plan.ts';
import { quotaExceeded, quotaOf } from './quota.ts';
import { secretFor, secretsIn, secretsOf } from './secrets.ts';

export type CreateExperimentNeeds = GenerateNeeds &
  FindExperimentNeeds &
  PlanNeeds &
  ReadItemNeeds &
  DataTermsNeeds & { experimentQueue: ExperimentQueue };

/** A request for an experiment. */
export interface NewExperimentRequest {
  projectId: string;
  keyId: string;
  input: ExperimentInput;
  /** What is known of the probe that it runs. */
  probe?: ProbePlan;
  /** What the id is made from, so that a request repeated finds what it made before. */
  seed?: string;
}

const DEFAULT_CONCURRENCY = 4;
const RETRY = { attempts: 4, maxWaitMs: 600_000 };

/**
 * Creates an experiment, and begins to ask its targets.
 *
 * @throws InvalidScorers, or ApiProblem; then nothing is stored
 */
export async function createExperiment(
  request: NewExperimentRequest,
  needs: CreateExperimentNeeds,
): Promise<Experiment> {
  const { projectId, keyId, input, seed } = request;
  if (seed !== undefined && (await isMade(projectId, seed, needs))) {
    return getExperiment(projectId, derivedId('experiment', seed, 0), needs);
  }
  const settled = await settle(projectId, input, needs);
  const { samples, terms, plan, lanes } = settled;
  const at = needs.nowMs();
  const id = seed === undefined ? newId('experiment', at) : derivedId('experiment', seed, 0);
  const grid = {
    samples: samples.length,
    variants: input.variants.length,
    repeats: input.repeats ?? 1,
  };
  const experimentPlan: ExperimentPlan = {
    variants: input.variants.map(withoutChanges),
    lanes,
    seed: input.seed ?? 0,
    concurrency: input.concurrency ?? DEFAULT_CONCURRENCY,
    retry: { ...RETRY, ...input.retry },
    scoring: scoringOf(input, plan, terms),
    scorers: plan.scorers.map(toSettings),
    suite: plan.suite,
    agreement: settled.agreement,
    dataset: settled.dataset,
    choose: choiceOf(input),
    require: input.require ?? [],
    keyId,
    keepsSamples: terms.keepsSamples,
    ...(request.probe && { probe: request.probe }),
  };
  const experiment: StoredExperiment = {
    ...{ projectId, id, name: input.name ?? null, status: 'receiving', run: 0, ...grid },
    probe: request.probe?.kind ?? null,
    plan: JSON.stringify(experimentPlan),
    ...{ maxCostUsd: input.maxCostUsd ?? null, spentNanoUsd: 0 },
    estimate: JSON.stringify(settled.estimate),
    tags: JSON.stringify(input.tags ?? []),
    metadata: JSON.stringify(input.metadata ?? {}),
    webhookUrl: input.webhook?.url ?? null,
    ...{ chunks: 0, batches: '[]', agreements: '[]', createdAtMs: at, endedAtMs: null },
    leaseUntilMs: at + QUEUE_LEASE_MS,
  };
  const parts = lanes
    .flatMap((lane) => lane.calls.map((calls, place) => ({ lane, calls, place })))
    .map(({ lane, calls, place }, part) => ({ part, calls, size: sizeOf({ lane, place }, grid) }));
  const made: NewExperiment = {
    experiment,
    parts,
    samples: samples.map((sample, i) => ({
      at: i,
      sampleId: sample.id ?? String(i),
      sample: JSON.stringify(sample),
    })),
    changes: settled.changes.flatMap((own, variant) =>
      samples.flatMap((sample, i) => {
        const change = own.get(sample.id ?? '');
        return change === undefined
          ? []
          : [{ at: i * grid.variants + variant, change: JSON.stringify(change) }];
      }),
    ),
  };
  if (!(await needs.experiments.insert(made, quotaOf(needs))))
    throw await quotaExceeded(projectId, needs);
  const steps = parts.map(({ part }) => ({ experimentId: id, part, version: 0 }));
  await needs.experimentQueue.send(steps).catch(() => {
    // The parts are leased: the sweep sends them.
    needs.log({ level: 'warn', event: 'queue_refused', experimentId: id });
  });
  return getExperiment(projectId, id, needs);
}

/**
 * Whether a request made its experiment before. What one that died left of it is removed.
 *
 * @throws ApiProblem `experiment_not_found` if it was made and deleted a moment ago
 */
async function isMade(
  projectId: string,
  seed: string,
  { experiments, nowMs }: Pick<CreateExperimentNeeds, 'experiments' | 'nowMs'>,
): Promise<boolean> {
  const id = derivedId('experiment', seed, 0);
  if ((await experiments.find(projectId, id)) !== undefined) return true;
  const at = nowMs();
  await experiments.markDeleted(projectId, id, at);
  for (;;) {
    const left = await experiments.purge(id, at - CANCEL_LEASE_MS);
    if (left === 'gone') return false;
    if (left === 'waits') {
      throw new ApiProblem('experiment_not_found', {
        detail: `The experiment "${id}", which this made before, was deleted. Start another.`,
      });
    }
  }
}

/** What an experiment would do and cost; nothing is stored or asked. @throws as `createExperiment` */
export async function estimateExperiment(
  projectId: string,
  input: ExperimentInput,
  needs: CreateExperimentNeeds,
): Promise<ExperimentEstimate> {
  return (await settle(projectId, input, needs)).estimate;
}

interface Terms {
  keep: ExperimentPlan['scoring']['keep'];
  keepsSamples: boolean;
}

/** Everything that can be wrong with a request, found before anything is stored. */
async function settle(projectId: string, input: ExperimentInput, needs: CreateExperimentNeeds) {
  const { variants, repeats = 1, seed = 0, concurrency = DEFAULT_CONCURRENCY } = input;
  if (input.webhook !== undefined) checkWebhook(input.webhook.url, needs.config);
  const terms = await termsOf(projectId, input, needs);
  const plan = await planScoring(input, projectId, needs);
  const comparing = await comparingOf(projectId, input, needs);
  checkNames(input, plan);
  const pipelines = await checkTargets(projectId, variants, needs);
  const { samples, dataset } = await samplesOf(projectId, input, needs);
  const cells = variants.length * samples.length * repeats;
  if (cells > LIMITS.experimentCells) {
    throw invalid(
      '/repeats',
      `makes ${cells} cells (variants × samples × repeats), more than ${LIMITS.experimentCells}`,
    );
  }
  const changes = variants.map((variant, i) => changesOf(variant, i, samples));
  checkTemplates(variants, { samples, changes });
  const targets = variants.map(({ target }) => fingerprint({ target }));
  const lanes = lanesOf(targets, { concurrency, most: needs.config.experimentCallsAtOnce });
  const given: Estimated = {
    ...{ variants, samples, repeats, concurrency, lanes: lanes.length, seed },
    ...{ changes, pipelines, plan, asksToCompare: comparing?.asksModels === true },
  };
  const estimated = estimate(given, needs.judging.models);
  const agreement = comparing === undefined ? null : toSettings(comparing);
  return { terms, plan, agreement, samples, dataset, changes, lanes, estimate: estimated };
}

/** The scorer that compares repeats; undefined if there is none. @throws InvalidScorers */
async function comparingOf(
  projectId: string,
  { agreement }: ExperimentInput,
  needs: CreateExperimentNeeds,
) {
  if (agreement === undefined) return undefined;
  try {
    const { scorers } = await planScoring({ scorers: [agreement] }, projectId, needs);
    return scorers[0];
  } catch (cause) {
    if (!(cause instanceof InvalidScorers)) throw cause;
    const errors = cause.errors.map(({ pointer, message }) => ({
      pointer: pointer.replace(/^\/scorers\/0/, '/agreement'),
      message,
    }));
    throw new InvalidScorers(cause.code, errors);
  }
}

/** @throws ApiProblem `keep_not_allowed` */
async function termsOf(
  projectId: string,
  { keep: asked, redact: given }: ExperimentInput,
  needs: CreateExperimentNeeds,
): Promise<Terms> {
  const { keep, redact } = await dataTermsOf({ keep: asked, redact: given }, projectId, needs);
  if (keep === 'nothing') {
    throw new ApiProblem('keep_not_allowed', {
      detail:
        'An experiment keeps its results, so that `nothing` is not possible. Send `"keep": "scores"` if the project allows it.',
      errors: [{ pointer: '/keep', message: 'must be `scores` or more' }],
    });
  }
  return { keep, keepsSamples: keepsTexts(keep) && redact.stored.length === 0 };
}

function scoringOf(
  { scorers = [], suite, redact }: ExperimentInput,
  plan: Plan,
  { keep }: Terms,
): ExperimentPlan['scoring'] {
  // The request's own come after those of the suite.
  const own = plan.scorers.slice(plan.scorers.length - scorers.length).map(toSettings);
  return {
    ...(own.length > 0 && { scorers: own }),
    ...(suite !== undefined && plan.suite && { suite: `${plan.suite.name}@${plan.suite.version}` }),
    policy: plan.policy,
    keep,
    ...(redact !== undefined && { redact }),
  };
}

function checkNames(input: ExperimentInput, plan: Plan): void {
  const { require = [], variants } = input;
  const names = new Set(plan.scorers.map(({ name }) => name));
  const isKnown = (scorer: string | undefined) => scorer === undefined || names.has(scorer);
  const known = [...names].join(', ');
  if (!isKnown(choiceOf(input)?.scorer)) {
    throw invalid('/choose', `names a score that the experiment does not have; it has: ${known}`);
  }
  for (const [i, { scorer, variant }] of require.entries()) {
    if (!isKnown(scorer)) {
      throw invalid(`/require/${i}/scorer`, `is no score of the experiment; it has: ${known}`);
    }
    if (variant !== undefined && !variants.some(({ name }) => name === variant)) {
      throw invalid(`/require/${i}/variant`, 'is no variant of the experiment');
    }
  }
}

function choiceOf({ choose }: Pick<ExperimentInput, 'choose'>) {
  return (typeof choose === 'string' ? readChoice(choose) : choose) ?? null;
}

/** @throws ApiProblem `invalid_request`, or that of the project's list of models */
async function checkTargets(
  projectId: string,
  variants: readonly ExperimentVariant[],
  needs: CreateExperimentNeeds,
): Promise<(OpenPipeline | undefined)[]> {
  const { settingsCache, models } = needs.judging;
  const settings = await settingsCache.get(projectId);
  const secrets = await secretsOf(projectId, variants, needs);
  const pipelines: (OpenPipeline | undefined)[] = [];
  for (const [i, variant] of variants.entries()) {
    const { target } = variant;
    const pointer = `/variants/${i}/target`;
    if (typeof target !== 'string') {
      const fault = targetFault(target.url, needs.config);
      if (fault !== undefined) throw invalid(`${pointer}/url`, fault);
      const missing = secretsIn(variant).find((name) => !secrets.has(name));
      if (missing !== undefined) {
        throw invalid(
          pointer,
          `names the secret ${missing}, which the project does not have: an administrator saves it with PUT /v1/secrets/${missing}`,
        );
      }
      const kept = secretsIn(variant).find(
        (name) => secretFor(secrets, name, target.url) === undefined,
      );
      if (kept !== undefined) {
        const { host } = new URL(target.url);
        throw invalid(
          `${pointer}/url`,
          `may not be sent the secret ${kept}: an administrator must save it with ${host} among its \`hosts\``,
        );
      }
      pipelines.push(undefined);
    } else if (target.includes('/')) {
      const { refused } = admit(target, undefined, settings, models);
      if (refused) throw invalid(pointer, refused.reason);
      pipelines.push(undefined);
    } else {
      const pipeline = await needs.pipelineCache.open(projectId, target);
      if (pipeline === undefined) {
        throw invalid(pointer, 'is no pipeline of the project; write a model as `provider/model`');
      }
      pipelines.push(pipeline);
    }
  }
  return pipelines;
}

/** The samples, each with an id. @throws ApiProblem */
export async function samplesOf(
  projectId: string,
  { samples, dataset }: Pick<ExperimentInput, 'samples' | 'dataset'>,
  needs: CreateExperimentNeeds,
): Promise<{ samples: Sample[]; dataset: SelectedDataset | null }> {
  if (dataset === undefined) return { samples: numbered(samples ?? []), dataset: null };
  const { selected, selection } = await chooseItems(projectId, dataset, needs);
  const items: Sample[] = [];
  for await (const { id, sample } of readItems(selection, needs)) {
    if (items.length >= LIMITS.experimentSamples) {
      throw invalid(
        '/dataset',
        `has more than ${LIMITS.experimentSamples} items: choose a split, or items with some tags`,
      );
    }
    const { output: _, ...asked } = sample;
    items.push({ ...asked, id });
  }
  if (items.length === 0) throw invalid('/dataset', 'has no such items');
  return { samples: items, dataset: selected };
}

function numbered(samples: readonly Sample[]): Sample[] {
  const seen = new Set<string>();
  return samples.map((sample, i) => {
    const id = sample.id ?? String(i + 1);
    if (sample.output !== undefined) {
      throw invalid(`/samples/${i}/output`, 'must be omitted: the variants write the outputs');
    }
    if (seen.has(id)) throw invalid(`/samples/${i}/id`, 'is the same as that of an earlier sample');
    seen.add(id);
    return { ...sample, id };
  });
}

function changesOf(
  { changes = [] }: ExperimentVariant,
  variant: number,
  samples: readonly Sample[],
): Map<string, ExperimentChange> {
  const ids = new Set(samples.map(({ id }) => id));
  const own = new Map<string, ExperimentChange>();
  for (const [i, change] of changes.entries()) {
    const pointer = `/variants/${variant}/changes/${i}/sample`;
    if (!ids.has(change.sample)) throw invalid(pointer, 'is the id of no sample');
    if (own.has(change.sample)) throw invalid(pointer, 'is changed twice');
    own.set(change.sample, change);
  }
  return own;
}

function withoutChanges({ changes: _, ...variant }: ExperimentVariant): ExperimentVariant {
  return variant;
}

function invalid(pointer: string, message: string): ApiProblem {
  return new ApiProblem('invalid_request', { errors: [{ pointer, message }] });
}
