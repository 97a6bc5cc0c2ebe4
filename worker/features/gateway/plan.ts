import type {
  JsonObject,
  PipelineContent,
  PipelineIdentity,
  PipelineTarget,
} from '@assay/schema/types.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { Exchange } from './exchange.ts';
import { type StepAsking, type StepNeeds, stepsOf } from './pipeline-steps.ts';
import type { OpenPipeline, PipelineCache } from './pipelines/pipeline-cache.ts';
import { chooseRoute, type RouteNeeds } from './route/choose-route.ts';
import type { Step } from './step.ts';
import type { Retry } from './targets/ask-target.ts';
import type { Targets } from './targets/ask-targets.ts';

/** What is done with one request. */
export interface Plan {
  /** Undefined for a model that was named itself. */
  pipeline: PipelineIdentity | undefined;
  steps(asking: StepAsking): Step[];
  /** Chosen once for a request, however often its model is asked. @throws ApiProblem `route_undecided` */
  route(exchange: Exchange): Promise<Route>;
  retry: Retry;
  /** How long an answer counts for equal requests; 0 for not at all. */
  cacheMs: number;
}

export interface Route extends Targets {
  /** Why these, for the report. */
  note: JsonObject | undefined;
}

export type PlanNeeds = StepNeeds & RouteNeeds & { pipelineCache: PipelineCache };

/** @throws ApiProblem `model_not_found` */
export async function planOf(exchange: Exchange, needs: PlanNeeds): Promise<Plan> {
  const { asked, context } = exchange;
  const { projectId } = context.principal;
  if (asked.includes('/')) {
    const standing = await needs.pipelineCache.openDefault(projectId);
    return standing ? planOfPipeline(answeredBy(asked, standing), needs) : planOfModel(asked);
  }
  const pipeline = await needs.pipelineCache.open(projectId, asked);
  if (pipeline === undefined) {
    const detail = `There is no pipeline "${asked.slice(0, 100)}". To ask a model, write it as \`provider/model\`; GET /openai/v1/models lists both.`;
    throw new ApiProblem('model_not_found', { detail });
  }
  return planOfPipeline(pipeline, needs);
}

/** A pipeline in which the model that the caller named is the only target. */
function answeredBy(model: string, pipeline: OpenPipeline): OpenPipeline {
  const { route: _, otherwise: __, ...content } = pipeline.content;
  return { ...pipeline, content: { ...content, targets: [{ name: model, model }] } };
}

const ON_STATUS = [408, 409, 429, 500, 502, 503, 504];
const MAX_WAIT_MS = 10_000;

/** One call of one model: whoever names it retries by his own rules. */
function planOfModel(model: string): Plan {
  return {
    pipeline: undefined,
    steps: () => [],
    route: async () => ({
      targets: [{ name: model, model }],
      ...{ hedgeAfterMs: undefined, note: undefined },
    }),
    retry: { attempts: 1, onStatus: [], maxWaitMs: 0 },
    cacheMs: 0,
  };
}

function planOfPipeline(pipeline: OpenPipeline, needs: PlanNeeds): Plan {
  const { content, ...identity } = pipeline;
  let chosen: Promise<Route> | undefined;
  return {
    pipeline: identity,
    steps: (asking) => stepsOf({ ...identity, content }, asking, needs),
    route(exchange) {
      chosen ??= routeOf(pipeline, exchange, needs);
      return chosen;
    },
    retry: retryOf(content),
    cacheMs: (content.cacheSeconds ?? 0) * 1_000,
  };
}

function retryOf({ retry = {} }: PipelineContent): Retry {
  const { attempts = 2, onStatus = ON_STATUS, maxWaitMs = MAX_WAIT_MS } = retry;
  return { attempts, onStatus, maxWaitMs };
}

async function routeOf(
  pipeline: OpenPipeline,
  exchange: Exchange,
  needs: PlanNeeds,
): Promise<Route> {
  const choice = await chooseRoute(pipeline, exchange, needs);
  const { rule, strategy, intent, considered, hedgeAfterMs, targets } = choice;
  const note: JsonObject = {
    ...{ rule, strategy, intent: intent && { ...intent } },
    considered: considered.map((each) => ({ ...each })),
    targets: targets.map(({ name }) => name),
    ...(choice.costUsd > 0 && { costUsd: choice.costUsd }),
  };
  return { targets: targets.map(withTimeouts), hedgeAfterMs, note };
}

const FIRST_BYTE_MS = 30_000;
const WHOLE_MS = 120_000;

function withTimeouts(target: PipelineTarget): PipelineTarget {
  return { firstByteTimeoutMs: FIRST_BYTE_MS, timeoutMs: WHOLE_MS, ...target };
}
