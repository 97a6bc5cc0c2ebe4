import type { JudgeModel } from '@assay/schema/types.ts';
import type { JudgeUse, ModelUse } from '../../store/judge-use.ts';

export interface JudgeModelNeeds {
  judgeUse: JudgeUse;
  nowMs(): number;
}

const DAYS = 31;
const DAY_MS = 86_400_000;
const NANO = 1e9;

/** The models that a project asked lately, each version by itself, the last seen first. */
export async function listJudgeModels(
  projectId: string,
  { judgeUse, nowMs }: JudgeModelNeeds,
): Promise<JudgeModel[]> {
  const from = new Date(nowMs() - (DAYS - 1) * DAY_MS).toISOString().slice(0, 10);
  const uses = await judgeUse.list(projectId, from);
  const models = Map.groupBy(uses, ({ model, version }) => JSON.stringify([model, version]));
  return [...models.values()]
    .map(toModel)
    .sort((a, b) => b.lastDay.localeCompare(a.lastDay) || b.calls - a.calls);
}

function toModel(uses: readonly (ModelUse & { day: string })[]): JudgeModel {
  const [first] = uses;
  const sum = (key: Exclude<keyof ModelUse, 'model' | 'version'>) =>
    uses.reduce((total, use) => total + use[key], 0);
  return {
    model: first?.model ?? '',
    version: first?.version || null,
    firstDay: first?.day ?? '',
    lastDay: uses.at(-1)?.day ?? '',
    calls: sum('calls'),
    cached: sum('cached'),
    errors: sum('errors'),
    usage: { inputTokens: sum('inputTokens'), outputTokens: sum('outputTokens') },
    costUsd: sum('nanoUsd') / NANO,
    days: uses.map(({ day, calls, cached, errors, nanoUsd }) => {
      return { day, calls, cached, errors, costUsd: nanoUsd / NANO };
    }),
  };
}
