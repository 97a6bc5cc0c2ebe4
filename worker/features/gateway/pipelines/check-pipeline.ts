import type {
  GuardPolicyContent,
  GuardRequest,
  GuardStage,
  PipelineContent,
  PipelineIntent,
  PipelinePostStep,
  ProblemField,
} from '@assay/schema/types.ts';
import { InvalidScorers } from '@assay/scorers/resolve.ts';
import type { Config } from '../../../core/config.ts';
import { ApiProblem } from '../../../core/problem.ts';
import type { Models } from '../../../models/configure.ts';
import { expandPolicy, type PlanGuardNeeds, planGuard } from '../../guard/plan-guard.ts';
import { admit } from '../../judging/admission.ts';
import type { Judging } from '../../judging/judging-context.ts';
import { expandReferences } from '../../scoring/expand-references.ts';
import { type PlanNeeds, planScoring } from '../../scoring/plan-scoring.ts';
import { targetFault } from '../../webhooks/targets.ts';
import { findRouteFaults } from './check-route.ts';

export interface CheckPipelineNeeds extends PlanGuardNeeds, PlanNeeds {
  judging: Judging;
  config: Config;
}

/**
 * A pipeline in which what the project's own scorers are now stands for their names.
 *
 * @throws ApiProblem `invalid_request` that names each field which this project cannot run: models
 *   that it may not ask, unknown policies and suites, patterns, addresses
 */
export async function checkPipeline(
  content: PipelineContent,
  projectId: string,
  needs: CheckPipelineNeeds,
): Promise<PipelineContent> {
  const found = await Promise.all([
    findModelFaults(content, projectId, needs),
    findGuardFaults(content, projectId, needs),
    findJudgeFaults(content, projectId, needs),
  ]);
  const errors = [...found.flat(), ...findRouteFaults(content), ...findUrlFaults(content, needs)];
  if (errors.length > 0) throw new ApiProblem('invalid_request', { errors });
  return expand(content, projectId, needs);
}

async function findModelFaults(
  { targets, route, postProcess = [] }: PipelineContent,
  projectId: string,
  { judging }: CheckPipelineNeeds,
): Promise<ProblemField[]> {
  const settings = await judging.settingsCache.get(projectId);
  const bindings = await bindingsOf(judging.models);
  // Known even where there is none, so that the fault says what is missing.
  const providers = new Set([...judging.models.providers.keys(), BINDING]);
  const faultOf = (model: string, pointer: string): ProblemField[] => {
    const { refused } = admit(model, undefined, settings, { providers });
    const reason = refused?.reason ?? bindingFault(model, bindings);
    return reason ? [{ pointer, message: `cannot be asked: ${reason}` }] : [];
  };
  return [
    ...targets.flatMap(({ model }, i) => faultOf(model, `/targets/${i}/model`)),
    ...(route?.intent ? findIntentFaults(route.intent, judging, faultOf) : []),
    ...postProcess.flatMap((step, i) =>
      step.step === 'citations' && step.by === 'judge'
        ? findModelFault({ ...step, by: 'judge' }, `/postProcess/${i}/model`, judging, faultOf)
        : [],
    ),
  ];
}

/** What stands for a Worker behind a service binding in the name of a model. */
const BINDING = 'binding';

/** The names of the service bindings that may be asked. */
async function bindingsOf({ providers }: Models): Promise<readonly string[]> {
  const listed = await providers.get(BINDING)?.listModels(new AbortController().signal);
  return listed ?? [];
}

function bindingFault(model: string, bindings: readonly string[]): string | undefined {
  const [provider, name] = model.split('/');
  if (provider !== BINDING || bindings.includes(name ?? '')) return undefined;
  const known = bindings.length === 0 ? 'none' : bindings.join(', ');
  return `There is no service binding "${name}". ASSAY_BINDINGS names: ${known}.`;
}

type FaultOf = (model: string, pointer: string) => ProblemField[];

function findIntentFaults(
  intent: PipelineIntent,
  judging: Judging,
  faultOf: FaultOf,
): ProblemField[] {
  if (intent.by === 'patterns') return [];
  const asked = {
    by: intent.by === 'examples' ? 'embedding' : 'judge',
    model: intent.model,
  } as const;
  return findModelFault(asked, '/route/intent/model', judging, faultOf);
}

/** What is wrong with a model that a step asks: the one that it names, or else that of the deployment. */
function findModelFault(
  { by, model: named }: { by: 'judge' | 'embedding'; model?: string | undefined },
  pointer: string,
  { models: { defaults } }: Judging,
  faultOf: FaultOf,
): ProblemField[] {
  const model = named ?? defaults[by];
  if (model !== undefined) return faultOf(model, pointer);
  const variable = by === 'embedding' ? 'ASSAY_EMBEDDING_MODEL' : 'ASSAY_JUDGE_MODEL';
  const message = `is needed: the deployment has no default. Name a model, or set ${variable}`;
  return [{ pointer, message }];
}

interface PlacedGuard {
  pointer: string;
  policy: string | GuardPolicyContent | undefined;
  stages: readonly GuardStage[];
  isObserved: boolean;
}

function guardsOf({ guardInput, guardOutput, postProcess = [] }: PipelineContent): PlacedGuard[] {
  const guards: PlacedGuard[] = [];
  if (guardInput) {
    const { policy } = guardInput;
    guards.push({
      pointer: '/guardInput',
      policy,
      stages: ['input', 'tool-result'],
      isObserved: false,
    });
  }
  if (guardOutput) {
    const { policy, stream } = guardOutput;
    const stages = ['output', 'tool-call'] as const;
    guards.push({ pointer: '/guardOutput', policy, stages, isObserved: stream === 'observe' });
  }
  for (const [i, step] of postProcess.entries()) {
    if (step.step !== 'redact') continue;
    const pointer = `/postProcess/${i}`;
    guards.push({ pointer, policy: step.policy, stages: ['output'], isObserved: false });
  }
  return guards;
}

async function findGuardFaults(
  content: PipelineContent,
  projectId: string,
  needs: CheckPipelineNeeds,
): Promise<ProblemField[]> {
  const found = await Promise.all(
    guardsOf(content).map(async ({ pointer, policy, stages, isObserved }) => {
      const faults: ProblemField[] = [];
      for (const stage of stages) {
        const request: GuardRequest = {
          stage,
          text: '',
          ...(policy !== undefined && { policy }),
          ...(isObserved && { streamed: 'observed' }),
        };
        faults.push(
          ...(await faultsIn(planGuard(request, projectId, needs), (field) =>
            field.pointer === '/streamed'
              ? {
                  pointer: `${pointer}/stream`,
                  message: field.message.replaceAll('`observed`', '`observe`'),
                }
              : { ...field, pointer: `${pointer}${field.pointer}` },
          )),
        );
      }
      return faults;
    }),
  );
  return withoutRepeats(found.flat());
}

async function findJudgeFaults(
  { judge }: PipelineContent,
  projectId: string,
  needs: CheckPipelineNeeds,
): Promise<ProblemField[]> {
  if (judge === undefined) return [];
  return faultsIn(planScoring(judge, projectId, needs), (field) => ({
    ...field,
    pointer: `/judge${field.pointer}`,
  }));
}

/** The fields that a plan was refused for, as the pipeline has them. */
async function faultsIn(
  planning: Promise<unknown>,
  toField: (field: ProblemField) => ProblemField,
): Promise<ProblemField[]> {
  try {
    await planning;
    return [];
  } catch (cause) {
    const isKnown = cause instanceof InvalidScorers || cause instanceof ApiProblem;
    if (!isKnown || cause.errors === undefined) throw cause;
    return cause.errors.map(toField);
  }
}

function findUrlFaults(
  { postProcess = [] }: PipelineContent,
  { config }: CheckPipelineNeeds,
): ProblemField[] {
  return postProcess.flatMap((step, i) => {
    const message = step.step === 'http' ? targetFault(step.url, config) : undefined;
    return message === undefined ? [] : [{ pointer: `/postProcess/${i}/url`, message }];
  });
}

function withoutRepeats(fields: readonly ProblemField[]): ProblemField[] {
  const keyed = new Map(fields.map((field) => [`${field.pointer} ${field.message}`, field]));
  return [...keyed.values()];
}

async function expand(
  content: PipelineContent,
  projectId: string,
  needs: CheckPipelineNeeds,
): Promise<PipelineContent> {
  const { guardInput, guardOutput, postProcess, judge } = content;
  const expandGuard = async <Guard extends { policy?: string | GuardPolicyContent }>(
    guard: Guard,
  ): Promise<Guard> =>
    typeof guard.policy === 'object'
      ? { ...guard, policy: await expandPolicy(guard.policy, projectId, needs) }
      : guard;
  const expandStep = (step: PipelinePostStep) =>
    step.step === 'redact' ? expandGuard(step) : step;
  return {
    ...content,
    ...(guardInput && { guardInput: await expandGuard(guardInput) }),
    ...(guardOutput && { guardOutput: await expandGuard(guardOutput) }),
    ...(postProcess && { postProcess: await Promise.all(postProcess.map(expandStep)) }),
    ...(judge?.scorers && {
      judge: { ...judge, scorers: await expandReferences(judge.scorers, projectId, needs) },
    }),
  };
}
