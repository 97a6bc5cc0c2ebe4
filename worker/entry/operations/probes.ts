import { LIMITS } from '@assay/schema/limits.ts';
import { pageOf } from '@assay/schema/page.ts';
import { ProbeFilter, ProbeInput } from '@assay/schema/probe.ts';
import {
  ModelCard,
  ModelCardFilter,
  Probe,
  ProbeEstimate,
  ProbeReport,
  ProbeReportFilter,
} from '@assay/schema/probe-report.ts';
import * as z from 'zod';
import { json } from './bodies.ts';
import { operation } from './operation.ts';

// Probes are asked for seldom, and their texts are large: their code is loaded on first use.
const probes = () => import('../../features/probes/probes.ts');

const parameters = { id: 'Id of the probe.' };
const inputId = z.strictObject({
  id: z.string().min(1).describe('Id of the probe, `exp_…`.'),
});
const body = json(ProbeInput, {
  limits: { bytes: LIMITS.experimentBytes, levels: LIMITS.nestingDepth },
});
const problems = [
  'unknown_scorer',
  'unknown_suite',
  'unknown_dataset',
  'keep_not_allowed',
  'sample_not_kept',
  'webhooks_unconfigured',
  'secrets_unconfigured',
] as const;

export const PROBES = [
  operation({
    id: 'createProbe',
    scope: 'score',
    route: 'POST /v1/probes',
    tag: 'Probes',
    summary: 'Probe an application',
    description:
      'Makes variants of the samples, which differ in one respect, and runs them as an experiment: the target answers each, and the answers are scored. Returns at once. The experiment of the same id can be cancelled, resumed and deleted.',
    body,
    isIdempotent: true,
    answers: { status: 202, description: 'The probe.', schema: Probe },
    problems: ['quota_exceeded', ...problems],
    run: async ({ projectId, body: input, context }, services) =>
      (await probes()).createProbe(
        { projectId, keyId: context.principal.keyId, input, context },
        services,
      ),
    rpc: 'probes.create',
    tool: {
      name: 'run_probe',
      title: 'Probe an application',
      description:
        'Checks how an application behaves when something changes that should not matter: repeats (consistency), wording (phrasing), place of the needed passage (position), names, pronouns and groups (counterfactual), order of options (order), irrelevant passages (distraction), time (drift). Makes the variants, asks the target and scores in the background. Spends money: call estimate_probe first. Read the result with get_probe_report.',
      isReading: false,
      isOpen: true,
    },
  }),
  operation({
    id: 'estimateProbe',
    scope: 'score',
    route: 'POST /v1/probes/estimate',
    tag: 'Probes',
    summary: 'Show what a probe would change and cost',
    description:
      'Validates the body as POST /v1/probes does, makes the variants, and estimates calls and cost. Nothing is stored, and the target is not asked.',
    body,
    answers: { status: 200, description: 'The variants and the estimate.', schema: ProbeEstimate },
    problems,
    run: async ({ projectId, body: input, context }, services) =>
      (await probes()).estimateProbe(
        { projectId, keyId: context.principal.keyId, input, context },
        services,
      ),
    rpc: 'probes.estimate',
    tool: {
      name: 'estimate_probe',
      takes: 'run_probe',
      title: 'Estimate a probe',
      description:
        'Shows the variants that a probe would make, which samples are skipped and why, and what it would cost. Nothing runs.',
      isReading: true,
      isOpen: true,
    },
  }),
  operation({
    id: 'listProbes',
    scope: 'read',
    route: 'GET /v1/probes',
    tag: 'Probes',
    summary: 'List probes, newest first',
    query: ProbeFilter,
    answers: { status: 200, description: 'A page.', schema: pageOf('ProbePage', Probe) },
    problems: ['invalid_request'],
    run: async ({ projectId, query }, services) =>
      (await probes()).listProbes(projectId, query, services),
    rpc: 'probes.list',
  }),
  operation({
    id: 'getProbe',
    scope: 'read',
    route: 'GET /v1/probes/:id',
    tag: 'Probes',
    summary: 'Get a probe with its progress',
    parameters,
    answers: { status: 200, description: 'The probe.', schema: Probe },
    problems: ['probe_not_found'],
    run: async ({ projectId, path }, services) =>
      (await probes()).getProbe(projectId, path.id, services),
    rpc: 'probes.get',
  }),
  operation({
    id: 'getProbeReport',
    scope: 'read',
    route: 'GET /v1/probes/:id/report',
    tag: 'Probes',
    summary: 'Get what a probe has found',
    description:
      'One line to act on, and what it rests on: each variant and difference with an interval, curves, the samples that differ the most, and what was skipped. Also while it runs.',
    parameters,
    query: ProbeReportFilter,
    audit: { kind: 'read', subject: ({ path }) => path.id },
    answers: { status: 200, description: 'The report.', schema: ProbeReport },
    problems: ['invalid_request', 'probe_not_found'],
    run: async ({ projectId, path, query }, services) =>
      (await probes()).probeReport(projectId, path.id, query, services),
    rpc: 'probes.report',
    tool: {
      name: 'get_probe_report',
      title: 'Get the report of a probe',
      description:
        'Returns `line`, which says what was found and what to do, with differences, intervals and the samples that differ the most. `outcome`: affected, steady, undecided or not_run.',
      input: inputId,
      isReading: true,
      isOpen: false,
    },
  }),
  operation({
    id: 'getModelCard',
    scope: 'read',
    route: 'GET /v1/model-card',
    tag: 'Probes',
    summary: 'Get the model card of an application',
    description:
      'What the newest completed probe of each kind found, with dates, numbers and cost. What has not been probed is `not_run`.',
    query: ModelCardFilter,
    answers: { status: 200, description: 'The model card.', schema: ModelCard },
    problems: ['invalid_request'],
    run: async ({ projectId, query }, services) =>
      (await probes()).modelCard(projectId, query, services),
    rpc: 'probes.modelCard',
    tool: {
      name: 'get_model_card',
      title: 'Get the model card',
      description:
        'Returns what is known of the application: consistency, sensitivity to wording, position, order and distraction, bias, drift and cost, and which of these was not run.',
      input: z.strictObject({
        target: z
          .string()
          .exactOptional()
          .describe('Only probes of this target, such as a model or a pipeline.'),
      }),
      isReading: true,
      isOpen: false,
    },
  }),
] as const;
