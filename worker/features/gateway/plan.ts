import type { PipelineTarget } from '@assay/schema/types.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { Exchange } from './exchange.ts';
import type { Step } from './step.ts';

/** What is done with one request. */
export interface Plan {
  /** `name@version`; null for a model that was named itself. */
  pipeline: string | null;
  steps: readonly Step[];
  /** In the order in which they are asked. */
  targets: readonly PipelineTarget[];
}

/** @throws ApiProblem `model_not_found` */
export function planOf({ asked }: Exchange): Plan {
  if (!asked.includes('/')) {
    const detail = `There is no model "${asked}". Write it as \`provider/model\`; GET /openai/v1/models lists them.`;
    throw new ApiProblem('model_not_found', { detail });
  }
  return { pipeline: null, steps: [], targets: [{ name: asked, model: asked }] };
}
