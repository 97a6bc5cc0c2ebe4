import {
  Experiment,
  ExperimentEstimate,
  ExperimentInput,
  ExperimentResume,
} from '@assay/schema/experiment.ts';
import {
  ExperimentCell,
  ExperimentCellFilter,
  ExperimentFilter,
  ExperimentRow,
  ExperimentRowFilter,
} from '@assay/schema/experiment-cells.ts';
import { ExperimentReport } from '@assay/schema/experiment-report.ts';
import { LIMITS } from '@assay/schema/limits.ts';
import { pageOf } from '@assay/schema/page.ts';
import { ProjectSecret, SecretInput } from '@assay/schema/secret.ts';
import type * as contract from '@assay/schema/types.ts';
import * as z from 'zod';
import { mayRead, type Principal, requireScope } from '../../features/auth/principal.ts';
import {
  cancelExperiment,
  deleteExperiment,
  resumeExperiment,
} from '../../features/experiments/control-experiment.ts';
import {
  createExperiment,
  estimateExperiment,
} from '../../features/experiments/create-experiment.ts';
import { listCells, listRows } from '../../features/experiments/find-cells.ts';
import { getExperiment, listExperiments } from '../../features/experiments/find-experiments.ts';
import { experimentReport } from '../../features/experiments/report/build-report.ts';
import { deleteSecret, listSecrets, putSecret } from '../../features/experiments/secrets.ts';
import type { AppServices } from '../app-services.ts';
import { json, noBody } from './bodies.ts';
import { operation } from './operation.ts';

const parameters = { id: 'Id of the experiment.' };
const inputId = z.strictObject({
  id: z.string().min(1).describe('Id of the experiment, `exp_…`.'),
});
const body = json(ExperimentInput, {
  limits: {
    bytes: LIMITS.experimentBytes,
    levels: LIMITS.nestingDepth,
  },
});
const problems = [
  'unknown_scorer',
  'unknown_suite',
  'unknown_dataset',
  'keep_not_allowed',
  'webhooks_unconfigured',
  'secrets_unconfigured',
] as const;

/** Others may have written its prompts and targets: they are for those who could read the experiment. */
function shownTo(principal: Principal, experiment: contract.Experiment): contract.Experiment {
  return mayRead(principal) ? experiment : { ...experiment, variants: [] };
}

const Secrets = z
  .strictObject({ items: z.array(ProjectSecret).describe('The secrets, by name.') })
  .meta({ id: 'ProjectSecrets' });

/** Whether whoever has the endpoint could read a data set by it. */
function sendsItems({ dataset, variants }: contract.ExperimentInput): boolean {
  return dataset !== undefined && variants.some(({ target }) => typeof target !== 'string');
}

async function briefOf(projectId: string, id: string, services: AppServices) {
  const { name, status, counts, costUsd, tags, createdAt } = await getExperiment(
    projectId,
    id,
    services,
  );
  return { name, status, counts, costUsd, tags, createdAt };
}

export const EXPERIMENTS = [
  operation({
    id: 'createExperiment',
    scope: 'score',
    route: 'POST /v1/experiments',
    tag: 'Experiments',
    summary: 'Create an experiment',
    description:
      'Asks every variant for an answer to every sample, as often as `repeats` says, and scores each answer. Returns at once, with what it is estimated to cost. To send items of a data set to an endpoint of your own, the key needs the scope `read`, too.',
    body,
    isIdempotent: true,
    answers: { status: 202, description: 'The experiment.', schema: Experiment },
    problems: ['quota_exceeded', ...problems],
    run({ projectId, body: input, context: { principal } }, services) {
      if (sendsItems(input)) requireScope(principal, 'read');
      return createExperiment({ projectId, keyId: principal.keyId, input }, services);
    },
    rpc: 'experiments.create',
    tool: {
      name: 'run_experiment',
      title: 'Run an experiment',
      description:
        'Compares prompts and models: asks every variant for an answer to every sample, several times if `repeats` says so, and scores each answer in the background. Spends money: call estimate_experiment first. Returns the experiment with its id; read it with get_experiment and get_experiment_report.',
      isReading: false,
      isOpen: true,
    },
  }),
  operation({
    id: 'estimateExperiment',
    scope: 'score',
    route: 'POST /v1/experiments/estimate',
    tag: 'Experiments',
    summary: 'Estimate an experiment',
    description:
      'Validates the body as POST /v1/experiments does, and says what it would do and cost. Nothing is stored, and no target is asked.',
    body,
    answers: { status: 200, description: 'The estimate.', schema: ExperimentEstimate },
    problems,
    run: ({ projectId, body: input }, services) => estimateExperiment(projectId, input, services),
    rpc: 'experiments.estimate',
    tool: {
      name: 'estimate_experiment',
      takes: 'run_experiment',
      title: 'Estimate an experiment',
      description:
        'Says how many calls an experiment would make and what they would cost at list prices. Nothing runs.',
      isReading: true,
      isOpen: false,
    },
  }),
  operation({
    id: 'listExperiments',
    scope: 'read',
    route: 'GET /v1/experiments',
    tag: 'Experiments',
    summary: 'List experiments, newest first',
    query: ExperimentFilter,
    answers: { status: 200, description: 'A page.', schema: pageOf('ExperimentPage', Experiment) },
    problems: ['invalid_request'],
    run: ({ projectId, query }, services) => listExperiments(projectId, query, services),
    rpc: 'experiments.list',
  }),
  operation({
    id: 'getExperiment',
    scope: 'read',
    route: 'GET /v1/experiments/:id',
    tag: 'Experiments',
    summary: 'Get an experiment with its progress',
    parameters,
    answers: { status: 200, description: 'The experiment.', schema: Experiment },
    problems: ['experiment_not_found'],
    run: ({ projectId, path }, services) => getExperiment(projectId, path.id, services),
    rpc: 'experiments.get',
    tool: {
      name: 'get_experiment',
      title: 'Get an experiment',
      description:
        'Returns the status, the counts of answers and scores so far, and the cost. While `status` is "generating" or "scoring", call again later.',
      input: inputId,
      isReading: true,
      isOpen: false,
    },
  }),
  operation({
    id: 'getExperimentReport',
    scope: 'read',
    route: 'GET /v1/experiments/:id/report',
    tag: 'Experiments',
    summary: 'Get the statistics of an experiment',
    description:
      'Per variant and score: means with intervals clustered by sample, best and worst of the repeats, pass@k and pass^k, agreement, cost and latency. Then each pair of variants with a test that is corrected for their number, and the choice. Also while it runs.',
    parameters,
    answers: { status: 200, description: 'The report.', schema: ExperimentReport },
    problems: ['experiment_not_found'],
    run: ({ projectId, path }, services) => experimentReport(projectId, path.id, services),
    rpc: 'experiments.report',
    tool: {
      name: 'get_experiment_report',
      title: 'Get the report of an experiment',
      description:
        'Returns for each variant its mean, its consistency over repeats, cost and latency, each with a 95% interval, which variants differ, and which one the rule chooses.',
      input: inputId,
      isReading: true,
      isOpen: false,
    },
  }),
  operation({
    id: 'listExperimentCells',
    scope: 'read',
    route: 'GET /v1/experiments/:id/cells',
    tag: 'Experiments',
    summary: 'List the answers of an experiment with their verdicts',
    parameters,
    query: ExperimentCellFilter,
    audit: { kind: 'read', subject: ({ path }) => path.id },
    answers: {
      status: 200,
      description: 'A page.',
      schema: pageOf('ExperimentCellPage', ExperimentCell),
    },
    problems: ['invalid_request', 'experiment_not_found'],
    run: ({ projectId, path, query }, services) => listCells(projectId, path.id, query, services),
    rpc: 'experiments.cells',
  }),
  operation({
    id: 'listExperimentRows',
    scope: 'read',
    route: 'GET /v1/experiments/:id/rows',
    tag: 'Experiments',
    summary: 'List the samples of an experiment with what each variant answered',
    parameters,
    query: ExperimentRowFilter,
    audit: { kind: 'read', subject: ({ path }) => path.id },
    answers: {
      status: 200,
      description: 'A page of the matrix of samples and variants.',
      schema: pageOf('ExperimentRowPage', ExperimentRow),
    },
    problems: ['invalid_request', 'experiment_not_found'],
    run: ({ projectId, path, query }, services) => listRows(projectId, path.id, query, services),
    rpc: 'experiments.rows',
  }),
  operation({
    id: 'cancelExperiment',
    scope: 'score',
    route: 'POST /v1/experiments/:id/cancel',
    tag: 'Experiments',
    summary: 'Cancel an experiment',
    description:
      'Its targets are asked no more. What was answered stays; it can be resumed. A key without the scope `read` gets the experiment without its variants.',
    parameters,
    body: noBody,
    isIdempotent: true,
    answers: { status: 200, description: 'The experiment.', schema: Experiment },
    problems: ['experiment_not_found'],
    run: async ({ projectId, path, context: { principal } }, services) =>
      shownTo(principal, await cancelExperiment(projectId, path.id, services)),
    rpc: 'experiments.cancel',
  }),
  operation({
    id: 'resumeExperiment',
    scope: 'score',
    route: 'POST /v1/experiments/:id/resume',
    tag: 'Experiments',
    summary: 'Ask again for the answers and scores that failed',
    description:
      'Of an experiment that has ended. What was answered is not asked again, nor scored again. A key without the scope `read` gets the experiment without its variants.',
    parameters,
    body: json(ExperimentResume),
    isIdempotent: true,
    answers: { status: 200, description: 'The experiment.', schema: Experiment },
    problems: ['experiment_not_found', 'experiment_not_ended', 'sample_not_kept', 'quota_exceeded'],
    run: async ({ projectId, path, body: resume, context: { principal } }, services) =>
      shownTo(principal, await resumeExperiment(projectId, path.id, resume, services)),
    rpc: 'experiments.resume',
  }),
  operation({
    id: 'deleteExperiment',
    scope: 'admin',
    route: 'DELETE /v1/experiments/:id',
    tag: 'Experiments',
    summary: 'Delete an experiment with its samples, answers and batches',
    parameters,
    audit: {
      kind: 'change',
      subject: ({ path }) => path.id,
      state: ({ projectId, path }, services) => briefOf(projectId, path.id, services),
    },
    answers: {
      status: 204,
      description: 'The experiment is deleted; its rows are removed within minutes.',
    },
    problems: ['experiment_not_found'],
    async run({ projectId, path }, services) {
      await deleteExperiment(projectId, path.id, services);
      return null;
    },
    rpc: 'experiments.delete',
  }),
  operation({
    id: 'listSecrets',
    scope: 'admin',
    route: 'GET /v1/secrets',
    tag: 'Experiments',
    summary: 'List the names of secrets',
    description: 'Requests to your own endpoints carry them. Their values are never returned.',
    answers: { status: 200, description: 'The secrets.', schema: Secrets },
    run: async ({ projectId }, services) => ({ items: await listSecrets(projectId, services) }),
  }),
  operation({
    id: 'putSecret',
    scope: 'admin',
    route: 'PUT /v1/secrets/:name',
    tag: 'Experiments',
    summary: 'Save a secret',
    description:
      'Headers and bodies of your own endpoints name it as `{{secrets.NAME}}`. It is stored encrypted, and sent to its `hosts` only.',
    parameters: { name: '1 to 64 letters, digits and `_`, starting with a letter.' },
    body: json(SecretInput),
    audit: { kind: 'change', subject: ({ path }) => path.name },
    answers: { status: 200, description: 'The secret, without its value.', schema: ProjectSecret },
    problems: ['quota_exceeded', 'secrets_unconfigured'],
    run: ({ projectId, path, body }, services) => putSecret(projectId, path.name, body, services),
  }),
  operation({
    id: 'deleteSecret',
    scope: 'admin',
    route: 'DELETE /v1/secrets/:name',
    tag: 'Experiments',
    summary: 'Delete a secret',
    parameters: { name: 'Name of the secret.' },
    audit: { kind: 'change', subject: ({ path }) => path.name },
    answers: { status: 204, description: 'The secret is deleted.' },
    problems: ['secret_not_found'],
    async run({ projectId, path }, services) {
      await deleteSecret(projectId, path.name, services);
      return null;
    },
  }),
] as const;
