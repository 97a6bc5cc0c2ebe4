import type { JsonObject, PipelinePostStep } from '@assay/schema/types.ts';
import type { GuardNeeds } from '../guard/guard.ts';
import type { Exchange } from './exchange.ts';
import type { OpenPipeline } from './pipelines/pipeline-cache.ts';
import type { Sampler } from './sampler.ts';
import type { AskAgain, Step } from './step.ts';
import { citations } from './steps/citations.ts';
import { guardInput } from './steps/guard-input.ts';
import { guardOutput } from './steps/guard-output.ts';
import { type HttpStepNeeds, httpStep } from './steps/http.ts';
import { type JudgeStepNeeds, judge } from './steps/judge.ts';
import type { Attempt, Attempted } from './steps/refine.ts';
import { repairJson } from './steps/repair-json.ts';
import { restore } from './steps/restore.ts';

export type StepNeeds = GuardNeeds & JudgeStepNeeds & HttpStepNeeds;

/** What steps have of the request that they are part of. */
export interface StepAsking {
  ask: AskAgain;
  sampler: Sampler;
}

/** The steps of a pipeline, in the order in which an answer goes through them. */
export function stepsOf(
  { content, ...pipeline }: OpenPipeline,
  { ask, sampler }: StepAsking,
  needs: StepNeeds,
): Step[] {
  const { guardInput: input, guardOutput: output, postProcess = [], judge: judging } = content;
  const guard = output === undefined ? [] : [guardOutput(output, needs)];
  const guarded: AskAgain = async (exchange, body) =>
    (await through(guard, exchange, await ask(exchange, body))).answer;
  const shaping = named([...guard, ...postProcess.map((step) => postStepOf(step, guarded, needs))]);
  const attempt: Attempt = async (exchange, body) => {
    const given = await ask(exchange, body);
    return { ...(await through(shaping, exchange, given)), given };
  };
  return [
    ...(input === undefined ? [] : [guardInput(input, needs)]),
    ...shaping,
    ...(judging === undefined ? [] : [judge(judging, { pipeline, sampler, attempt }, needs)]),
  ];
}

/** Steps of the same kind are told apart by number. */
function named(steps: readonly Step[]): Step[] {
  return steps.map((step, i) => {
    const before = steps.slice(0, i).filter(({ name }) => name === step.name).length;
    return before === 0 ? step : { ...step, name: `${step.name}-${before + 1}` };
  });
}

/** An answer after steps, with what they say of it. */
async function through(
  steps: readonly Step[],
  exchange: Exchange,
  given: JsonObject,
): Promise<Pick<Attempted, 'answer' | 'notes'>> {
  const notes: Attempted['notes'] = {};
  let answer = given;
  for (const step of steps) {
    const done = await step.after?.(exchange, answer);
    if (done?.note !== undefined) notes[step.name] = done.note;
    answer = done?.answer ?? answer;
  }
  return { answer, notes };
}

function postStepOf(step: PipelinePostStep, ask: AskAgain, needs: StepNeeds): Step {
  switch (step.step) {
    case 'repair-json':
      return repairJson(step, ask);
    case 'redact':
      return guardOutput(step, needs, 'redact');
    case 'restore':
      return restore();
    case 'citations':
      return citations(step, needs);
    case 'http':
      return httpStep(step, needs);
  }
}
