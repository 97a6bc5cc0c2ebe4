import { LIMITS } from '@assay/schema/limits.ts';
import type {
  ExperimentInput,
  ExperimentVariant,
  Probe,
  ProbeEstimate,
  ProbeInput,
  ProbeMade,
  Sample,
  ScorerReference,
} from '@assay/schema/types.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { StoredExperiment } from '../../store/experiments.ts';
import { NO_SAMPLE } from '../../store/no-sample.ts';
import { requireScope } from '../auth/principal.ts';
import {
  type CreateExperimentNeeds,
  createExperiment,
  estimateExperiment,
  samplesOf,
} from '../experiments/create-experiment.ts';
import { readPlan } from '../experiments/experiment-plan.ts';
import type { FindCellNeeds } from '../experiments/find-cells.ts';
import { findExperiment } from '../experiments/find-experiments.ts';
import { checkQuota } from '../experiments/quota.ts';
import type { RequestContext } from '../scoring/request-context.ts';
import { REFUSALS } from './analysis/answers.ts';
import { getProbe } from './find-probes.ts';
import { makeVariants } from './make-variants.ts';
import { makeParaphrases, type ParaphraseNeeds } from './paraphrase.ts';
import { changedIn, type PlannedProbe, planProbe, variantCounts } from './plan-probe.ts';
import { questionOf } from './text/question.ts';
import type { MadeVariants } from './variant.ts';

export type CreateProbeNeeds = CreateExperimentNeeds & FindCellNeeds & ParaphraseNeeds;

export interface NewProbeRequest {
  projectId: string;
  keyId: string;
  input: ProbeInput;
  context: RequestContext;
}

const MARGIN = 0.05;
const SHOWN_VARIANTS = 40;

/**
 * Makes the variants of a probe, and an experiment that asks and scores them.
 *
 * @throws InvalidScorers, or ApiProblem; then nothing is stored
 */
export async function createProbe(
  request: NewProbeRequest,
  needs: CreateProbeNeeds,
): Promise<Probe> {
  const { projectId, keyId } = request;
  const { planned, experiment } = await settleProbe(request, needs);
  const { id } = await createExperiment(
    { projectId, keyId, input: experiment, probe: planned.plan },
    needs,
  ).catch(asOfProbe);
  return getProbe(projectId, id, needs);
}

/** What a probe would change and cost; nothing is stored, and its target is not asked. @throws as `createProbe` */
export async function estimateProbe(
  request: NewProbeRequest,
  needs: CreateProbeNeeds,
): Promise<ProbeEstimate> {
  const { planned, experiment } = await settleProbe(request, needs);
  const { plan, samples } = planned;
  return {
    kind: plan.kind,
    samples: plan.samples,
    probed: plan.originals.length,
    variants: variantCounts(plan),
    skipped: plan.skipped,
    shown: samples.slice(0, SHOWN_VARIANTS).map((sample, i) => shown(sample, i, planned)),
    estimate: await estimateExperiment(request.projectId, experiment, needs).catch(asOfProbe),
  };
}

const VARIANT = '/variants/0';

/** A refusal of the experiment names fields of its only variant, which are those of the probe itself. */
function asOfProbe(cause: unknown): never {
  if (!(cause instanceof ApiProblem) || cause.errors === undefined) throw cause;
  const { code, detail, headers, errors } = cause;
  throw new ApiProblem(code, {
    ...{ detail, headers, cause },
    errors: errors.map(({ pointer, message }) => ({
      pointer: pointer.startsWith(VARIANT) ? pointer.slice(VARIANT.length) : pointer,
      message,
    })),
  });
}

function shown(sample: Sample, row: number, { plan }: PlannedProbe): ProbeMade {
  const [original = 0, variant = 0] = plan.rows[row] ?? [];
  return {
    of: plan.originals[original] ?? '',
    variant: plan.variants[variant]?.variant ?? '',
    asked: questionOf(sample)?.text ?? null,
    ...changedIn(sample),
  };
}

interface Settled {
  planned: PlannedProbe;
  experiment: ExperimentInput;
}

async function settleProbe(request: NewProbeRequest, needs: CreateProbeNeeds): Promise<Settled> {
  const { input, context } = request;
  // Estimates show samples, and endpoints receive them.
  if (input.dataset !== undefined || input.kind === 'drift')
    requireScope(context.principal, 'read');
  if (input.kind === 'drift') return settleDrift(request, needs);
  const samples = await givenSamples(request, needs);
  checkContextsAreSent(input, samples);
  const made = makeVariants(samples, input);
  const { kind, seed = 0, margin = MARGIN } = input;
  const plan = () => planProbe(samples, made, { kind, seed, margin, since: null });
  const paraphrases = mostParaphrases(samples.length, input);
  if (paraphrases > 0) {
    await checkBeforeAsking(request, { made, paraphrases }, needs);
    const written = await makeParaphrases({ ...request, samples }, needs);
    made.variants.push(...written.variants);
    made.skipped.push(...written.skipped);
  }
  const planned = plan();
  checkSize(planned);
  return { planned, experiment: experimentOf(input, planned.samples, needs) };
}

function mostParaphrases(samples: number, { kind, phrasing }: ProbeInput): number {
  if (kind !== 'phrasing') return 0;
  return Math.min(samples, LIMITS.probeParaphrased) * (phrasing?.paraphrases ?? 0);
}

/**
 * Refuses what would be refused later on before a model is asked and paid for paraphrases, as if it wrote
 * all of them.
 *
 * @throws as `createProbe`
 */
async function checkBeforeAsking(
  { projectId, input }: NewProbeRequest,
  { made, paraphrases }: { made: MadeVariants; paraphrases: number },
  needs: CreateProbeNeeds,
): Promise<void> {
  const rows = made.variants.length + paraphrases;
  checkRows(rows);
  if (made.variants.length === 0) return;
  const samples = made.variants.map(({ sample: { id: _, ...sample } }) => sample);
  const experiment = experimentOf(input, samples, needs);
  await estimateExperiment(projectId, experiment, needs).catch(asOfProbe);
  await checkQuota(projectId, rows * (experiment.repeats ?? 1), needs);
}

function experimentOf(
  input: ProbeInput,
  samples: Sample[],
  needs: Pick<CreateProbeNeeds, 'judging'>,
): ExperimentInput {
  const { kind, scorers = [], suite, policy, target } = input;
  if (target === undefined) throw invalid('/target', 'is missing');
  const experiment: ExperimentInput = {
    ...commonOf(input, samples),
    variants: [variantOf({ ...input, target })],
    repeats: input.repeats ?? (kind === 'consistency' ? 5 : 1),
    scorers: kind === 'counterfactual' ? [...scorers, REFUSAL] : scorers,
    ...(suite !== undefined && { suite }),
    ...(policy !== undefined && { policy }),
  };
  if (experiment.scorers?.length === 0) delete experiment.scorers;
  const agreement = kind === 'consistency' ? (input.agreement ?? agreementBy(needs)) : undefined;
  if (agreement !== undefined) experiment.agreement = agreement;
  return experiment;
}

/** What compares two answers by meaning; undefined without an embedding model. */
function agreementBy({ judging }: Pick<CreateProbeNeeds, 'judging'>): ScorerReference | undefined {
  return judging.models.defaults.embedding === undefined ? undefined : 'embedding-similarity';
}

/** Whether an answer refuses: no part of the verdict. */
const REFUSAL: ScorerReference = {
  ...{ scorer: 'detect-refusal', as: REFUSALS, required: false, weight: 0 },
};

async function givenSamples(
  { projectId, input }: NewProbeRequest,
  needs: CreateProbeNeeds,
): Promise<Sample[]> {
  const { samples } = await samplesOf(projectId, input, needs);
  if (samples.length > LIMITS.probeSamples) {
    throw invalid(
      '/dataset',
      `has more than ${LIMITS.probeSamples} items: choose a split, or items with some tags`,
    );
  }
  return samples;
}

/** A target that does not see the passages answers the same wherever they stand. @throws ApiProblem */
function checkContextsAreSent(input: ProbeInput, samples: readonly Sample[]): void {
  const { kind, target, prompt, messages } = input;
  const varies = kind === 'position' || kind === 'distraction';
  if (!varies || !samples.some(({ contexts = [] }) => contexts.length > 0)) return;
  if (/\{\{\s*contexts\s*\}\}/.test(JSON.stringify([target, prompt, messages]))) return;
  throw invalid(
    '/prompt',
    'must contain {{contexts}}, or `messages` or the body of the target must: otherwise the target does not see the passages',
  );
}

function checkSize({ samples, plan }: PlannedProbe): void {
  if (plan.originals.length === 0) {
    const [reason] = plan.skipped;
    throw invalid(
      '/samples',
      `has no sample of which a variant can be made${reason ? `: ${reason.reason}` : ''}`,
    );
  }
  checkRows(samples.length);
  const bytes = samples.reduce((sum, sample) => sum + JSON.stringify(sample).length, 0);
  if (bytes > LIMITS.probeBytes) {
    throw invalid(
      '/samples',
      `makes variants of ${bytes} bytes, more than ${LIMITS.probeBytes}: give fewer samples or vary less`,
    );
  }
}

function checkRows(rows: number): void {
  if (rows <= LIMITS.experimentSamples) return;
  throw invalid(
    '/samples',
    `makes ${rows} variants, more than ${LIMITS.experimentSamples}: give fewer samples or vary less`,
  );
}

type VariantFields = Pick<ExperimentVariant, 'target' | 'prompt' | 'messages'> &
  Pick<ExperimentVariant, 'parameters' | 'variables'>;

function variantOf({
  target,
  prompt,
  messages,
  parameters,
  variables,
}: VariantFields): ExperimentVariant {
  return {
    ...{ name: 'target', target },
    ...(prompt !== undefined && { prompt }),
    ...(messages !== undefined && { messages }),
    ...(parameters !== undefined && { parameters }),
    ...(variables !== undefined && { variables }),
  };
}

function commonOf(input: ProbeInput, samples: Sample[]) {
  const { name, kind, seed = 0, maxCostUsd, concurrency, tags, metadata, webhook } = input;
  const { keep, redact } = input;
  return {
    ...{ name: name ?? `${kind} probe`, samples, seed },
    ...(maxCostUsd !== undefined && { maxCostUsd }),
    ...(concurrency !== undefined && { concurrency }),
    ...(tags !== undefined && { tags }),
    ...(metadata !== undefined && { metadata }),
    ...(webhook !== undefined && { webhook }),
    ...(keep !== undefined && { keep }),
    ...(redact !== undefined && { redact }),
  };
}

/** The same questions, target and scorers as an earlier probe, but for what is given anew. */
async function settleDrift(
  { projectId, input }: NewProbeRequest,
  needs: CreateProbeNeeds,
): Promise<Settled> {
  const since = input.drift?.since ?? '';
  const earlier = await findExperiment(projectId, since, needs).catch((cause: unknown) => {
    const isGone = cause instanceof ApiProblem && cause.code === 'experiment_not_found';
    throw isGone ? invalid('/drift/since', 'is no probe of the project') : cause;
  });
  const { probe, scoring, variants } = readPlan(earlier.plan);
  if (probe === undefined || (probe.kind !== 'consistency' && probe.kind !== 'drift')) {
    throw invalid('/drift/since', 'must be a probe of kind `consistency` or `drift`');
  }
  const samples = await earlierSamples(earlier, probe.originals, needs);
  const { seed = 0, margin = probe.margin } = input;
  const made = makeVariants(samples, input);
  const planned = planProbe(samples, made, { kind: 'drift', seed, margin, since });
  const [variant] = variants;
  const asked = input.target ?? variant?.target;
  if (asked === undefined) throw invalid('/target', 'is missing');
  const isOtherPrompt = input.prompt !== undefined || input.messages !== undefined;
  const { prompt, messages, ...rest } = variant ?? { target: asked };
  return {
    planned,
    experiment: {
      ...commonOf(input, planned.samples),
      variants: [
        variantOf({
          ...rest,
          ...(!isOtherPrompt && prompt !== undefined && { prompt }),
          ...(!isOtherPrompt && messages !== undefined && { messages }),
          ...(input.prompt !== undefined && { prompt: input.prompt }),
          ...(input.messages !== undefined && { messages: input.messages }),
          ...(input.parameters !== undefined && { parameters: input.parameters }),
          ...(input.variables !== undefined && { variables: input.variables }),
          target: asked,
        }),
      ],
      repeats: input.repeats ?? earlier.repeats,
      ...(scoring.scorers && { scorers: scoring.scorers }),
      ...(scoring.suite !== undefined && { suite: scoring.suite }),
      policy: input.policy ?? scoring.policy,
      keep: input.keep ?? scoring.keep,
    },
  };
}

/** The samples of an earlier probe, under the ids that they were given with. @throws ApiProblem `sample_not_kept` */
async function earlierSamples(
  { id, samples: count }: StoredExperiment,
  originals: readonly string[],
  { experimentCells }: CreateProbeNeeds,
): Promise<Sample[]> {
  const stored = await experimentCells.samples(id, 0, count);
  return stored.map(({ at, sample }) => {
    if (sample === NO_SAMPLE) {
      throw new ApiProblem('sample_not_kept', {
        detail:
          'The questions of the earlier probe are not kept, so they cannot be asked again. Send a probe with `"keep": "sample"` first.',
      });
    }
    const read: Sample = JSON.parse(sample);
    return { ...read, id: originals[at] ?? String(at + 1) };
  });
}

function invalid(pointer: string, message: string): ApiProblem {
  return new ApiProblem('invalid_request', { errors: [{ pointer, message }] });
}
