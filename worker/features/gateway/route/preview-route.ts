import type { PipelineRouteRequest, PipelineRouteResult } from '@assay/schema/types.ts';
import type { RequestContext } from '../../scoring/request-context.ts';
import type { PipelineCache } from '../pipelines/pipeline-cache.ts';
import { notFound } from '../pipelines/pipelines.ts';
import { chooseRoute, type RouteNeeds } from './choose-route.ts';

export interface PreviewRouteNeeds extends RouteNeeds {
  pipelineCache: PipelineCache;
}

/**
 * What would be chosen for a request, and why; no target is asked.
 *
 * @param reference `name` for the newest version, or `name@3`
 * @throws ApiProblem `pipeline_not_found` or `route_undecided`
 */
export async function previewRoute(
  reference: string,
  { body, headers = {} }: PipelineRouteRequest,
  context: RequestContext,
  needs: PreviewRouteNeeds,
): Promise<PipelineRouteResult> {
  const pipeline = await needs.pipelineCache.open(context.principal.projectId, reference);
  if (pipeline === undefined) throw notFound(reference);
  // Only the Responses API has `input` as a conversation.
  const isResponse = body.messages === undefined && body.input !== undefined;
  const endpoint = isResponse ? 'responses' : 'chat/completions';
  const request = { endpoint, body, headers: new Headers(headers), context } as const;
  const { hedgeAfterMs: _, targets, ...chosen } = await chooseRoute(pipeline, request, needs);
  return {
    pipeline: pipeline.name,
    version: pipeline.version,
    ...chosen,
    targets: targets.map(({ name, model }) => ({ name, model })),
  };
}
