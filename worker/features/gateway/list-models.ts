import { ApiProblem } from '../../core/problem.ts';
import type { PipelineStore } from '../../store/pipelines.ts';
import { admit } from '../judging/admission.ts';
import type { Judging } from '../judging/judging-context.ts';
import { createTimeout } from '../judging/timeout.ts';
import type { RequestContext } from '../scoring/request-context.ts';
import { openMeter } from './meter.ts';
import type { PipelineCache } from './pipelines/pipeline-cache.ts';

export interface ModelNeeds {
  judging: Judging;
  pipelines: PipelineStore;
  pipelineCache: PipelineCache;
}

/** A model as clients of OpenAI read it. */
export interface ListedModel {
  id: string;
  object: 'model';
  created: number;
  owned_by: string;
}

export interface ListedModels {
  object: 'list';
  data: ListedModel[];
  /** Providers that did not list their models. */
  unavailable: string[];
}

const LIMIT_MS = 5_000;
const MOST_MODELS = 5_000;

/**
 * The pipelines of a project, and the models that it may ask, as providers list them.
 *
 * @throws ApiProblem `models_unconfigured` if there is neither a provider nor a pipeline
 */
export async function listModels(
  projectId: string,
  { signal }: RequestContext,
  { judging, pipelines }: ModelNeeds,
): Promise<ListedModels> {
  const { settingsCache, models } = judging;
  const named = await pipelines.list(projectId, MOST_MODELS);
  if (models.providers.size === 0 && named.length === 0) {
    throw new ApiProblem('models_unconfigured');
  }
  const settings = await settingsCache.get(projectId);
  const limit = createTimeout(signal ?? new AbortController().signal, LIMIT_MS);
  const listed = await Promise.all(
    [...models.providers].map(async ([name, provider]) => {
      // A provider that is down must not hide those that are not.
      const ids = await provider.listModels(limit.signal).catch(() => undefined);
      return { name, ids: ids?.slice(0, MOST_MODELS) };
    }),
  );
  limit.clear();
  const ids = listed.flatMap(({ name, ids = [] }) => ids.map((id) => `${name}/${id}`));
  return {
    object: 'list',
    data: [
      ...named.map(({ name }) => toListed(name)),
      ...ids
        .filter((id) => admit(id, undefined, settings, models).refused === undefined)
        .map(toListed),
    ],
    unavailable: listed.flatMap(({ name, ids }) => (ids === undefined ? [name] : [])),
  };
}

/** @throws ApiProblem if the project may not ask the model */
export async function findModel(
  projectId: string,
  model: string,
  { judging, pipelineCache }: ModelNeeds,
): Promise<ListedModel> {
  if ((await pipelineCache.open(projectId, model)) !== undefined) return toListed(model);
  const meter = await openMeter(projectId, () => [], judging);
  return toListed(meter.open(model).id);
}

function toListed(id: string): ListedModel {
  const owner = id.includes('/') ? id.slice(0, id.indexOf('/')) : 'assay';
  return { id, object: 'model', created: 0, owned_by: owner };
}
