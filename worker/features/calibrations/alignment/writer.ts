import type { CustomScorer, JsonObject } from '@assay/schema/types.ts';
import type { Judge } from '@assay/scorers/judging/judge.ts';
import { whenLoaded } from '@assay/scorers/load.ts';
import { resolveOne } from '@assay/scorers/resolve.ts';
import { flushAfter } from '../../judging/flush-after.ts';
import { beginJudging } from '../../judging/judging.ts';
import type { Judging } from '../../judging/judging-context.ts';

interface WriterNeeds {
  judging: Judging;
  nowMs(): number;
}

const DEADLINE_MS = 4 * 60_000;

/**
 * Does work with the model that judges as a writer, within the budget and by the models that the project
 * allows; without a writer where no model is configured.
 */
export async function withWriter<Value>(
  projectId: string,
  { base, params, threshold }: Pick<CustomScorer, 'base' | 'params' | 'threshold'>,
  { judging, nowMs }: WriterNeeds,
  work: (writer: { judge: Judge; model: string } | undefined) => Promise<Value>,
): Promise<Value> {
  const settings = { scorer: base, params, threshold };
  const resolved = await whenLoaded(() => resolveOne(settings, '', judging.models.defaults));
  const model = modelIn(resolved.params);
  if (model === undefined) return work(undefined);
  const deadlineAtMs = nowMs() + DEADLINE_MS;
  const session = await beginJudging(judging, { projectId, deadlineAtMs });
  const { judge } = session.forSample({ output: '' }).models(resolved);
  const { refused } = judge.admit(model);
  if (refused) return work(undefined);
  return flushAfter(work({ judge, model }), session, undefined);
}

function modelIn({ model, jury }: JsonObject): string | undefined {
  const first = Array.isArray(jury) ? jury[0] : model;
  return typeof first === 'string' ? first : undefined;
}
