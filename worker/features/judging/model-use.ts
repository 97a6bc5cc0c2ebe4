import { COUNTED, type ModelUse } from '../../store/judge-use.ts';
import type { Spent } from './tally.ts';

/** What one invocation asks of models, by model and version, until it is written. */
export interface ModelUses {
  answered(model: string, version: string | null, spent: Spent): void;
  failed(model: string, spent: Spent): void;
  cached(model: string, version: string | null): void;
  /** What there is since the last call of this. */
  take(): ModelUse[];
  /** Puts back what was taken and could not be written. */
  putBack(taken: readonly ModelUse[]): void;
}

const NANO = 1e9;

export function createModelUses(): ModelUses {
  let uses = new Map<string, ModelUse>();

  function add(
    model: string,
    version: string | null,
    counted: 'calls' | 'cached' | 'errors',
    spent?: Spent,
  ) {
    const key = JSON.stringify([model, version]);
    const use = uses.get(key) ?? nothing(model, version ?? '');
    uses.set(key, use);
    use[counted] += 1;
    if (spent === undefined) return;
    use.inputTokens += spent.usage.inputTokens;
    use.outputTokens += spent.usage.outputTokens;
    use.nanoUsd += Math.round(spent.costUsd * NANO);
  }

  return {
    answered: (model, version, spent) => add(model, version, 'calls', spent),
    // Nothing says which version did not answer.
    failed: (model, spent) => add(model, null, 'errors', spent),
    cached: (model, version) => add(model, version, 'cached'),
    take() {
      const taken = [...uses.values()];
      uses = new Map();
      return taken;
    },
    putBack(taken) {
      for (const use of taken) {
        const key = JSON.stringify([use.model, use.version || null]);
        const since = uses.get(key);
        uses.set(key, since === undefined ? use : sumOf(use, since));
      }
    },
  };
}

function sumOf(one: ModelUse, other: ModelUse): ModelUse {
  const sum = { ...one };
  for (const { json } of COUNTED) sum[json] += other[json];
  return sum;
}

function nothing(model: string, version: string): ModelUse {
  return {
    model,
    version,
    calls: 0,
    cached: 0,
    errors: 0,
    inputTokens: 0,
    outputTokens: 0,
    nanoUsd: 0,
  };
}

/** The version of the model in its answer, if the provider names one. */
export function versionIn(answer: unknown): string | null {
  if (typeof answer !== 'object' || answer === null || !('modelVersion' in answer)) return null;
  return typeof answer.modelVersion === 'string' ? answer.modelVersion : null;
}
