import type { PipelineContent, PipelinePostStep } from '@assay/schema/types.ts';
import type { GuardNeeds } from '../guard/guard.ts';
import type { AskAgain, Step } from './step.ts';
import { citations } from './steps/citations.ts';
import { guardInput } from './steps/guard-input.ts';
import { guardOutput } from './steps/guard-output.ts';
import { type HttpStepNeeds, httpStep } from './steps/http.ts';
import { repairJson } from './steps/repair-json.ts';
import { restore } from './steps/restore.ts';

export interface StepNeeds extends GuardNeeds, Omit<HttpStepNeeds, 'config'> {
  config: GuardNeeds['config'] & HttpStepNeeds['config'];
}

/** The steps of a pipeline, in the order in which an answer goes through them. */
export function stepsOf(content: PipelineContent, ask: AskAgain, needs: StepNeeds): Step[] {
  const { guardInput: input, guardOutput: output, postProcess = [] } = content;
  const guard = output && guardOutput(output, needs);
  const guarded: AskAgain = async (exchange, body) => {
    const answer = await ask(exchange, body);
    return (await guard?.after?.(exchange, answer))?.answer ?? answer;
  };
  const steps = [
    ...(input === undefined ? [] : [guardInput(input, needs)]),
    ...(guard === undefined ? [] : [guard]),
    ...postProcess.map((step) => postStepOf(step, guarded, needs)),
  ];
  return steps.map((step, i) => {
    const before = steps.slice(0, i).filter(({ name }) => name === step.name).length;
    return before === 0 ? step : { ...step, name: `${step.name}-${before + 1}` };
  });
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
      return citations(step);
    case 'http':
      return httpStep(step, needs);
  }
}
