import { ApiProblem } from '../../core/problem.ts';
import { admit } from '../judging/admission.ts';
import type { Judging } from '../judging/judging-context.ts';
import { createTimeout } from '../judging/timeout.ts';
import type { RequestContext } from '../scoring/request-context.ts';
import { openMeter } from './meter.ts';

export interface ModelNeeds {
  judging: Judging;
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

/** The models that a project may ask, as providers list them. @throws ApiProblem `models_unconfigured` */
export async function listModels(
  projectId: string,
  { signal }: RequestContext,
  { judging }: ModelNeeds,
): Promise<ListedModels> {
  const { settingsCache, models } = judging;
  if (models.providers.size === 0) throw new ApiProblem('models_unconfigured');
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
    data: ids
      .filter((id) => admit(id, undefined, settings, models).refused === undefined)
      .map(toListed),
    unavailable: listed.flatMap(({ name, ids }) => (ids === undefined ? [name] : [])),
  };
}

/** @throws ApiProblem if the project may not ask the model */
export async function findModel(
  projectId: string,
  model: string,
  { judging }: ModelNeeds,
): Promise<ListedModel> {
  const meter = await openMeter(projectId, judging);
  return toListed(meter.open(model).id);
}

function toListed(id: string): ListedModel {
  return { id, object: 'model', created: 0, owned_by: id.slice(0, id.indexOf('/')) };
}
