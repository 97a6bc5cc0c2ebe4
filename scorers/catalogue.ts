import type { ScorerInfo } from '@assay/schema/types.ts';
import { z } from 'zod';
import type { Scorer } from './define.ts';
import type { DefaultModels } from './judging/judge.ts';
import { SCORERS } from './registry.ts';
import { InvalidScorers, resolveScorers } from './resolve.ts';
import { fieldName } from './run.ts';

/** Everything that can be said of a scorer, as the catalogue shows it. */
export function describeScorer(scorer: Scorer, models: DefaultModels = {}): ScorerInfo {
  const { id, version, kind, group, summary, source, threshold } = scorer;
  return {
    id,
    aliases: Object.entries(scorer.aliases).map(([name, params]) => ({ name, params })),
    version,
    kind,
    group,
    summary,
    source,
    needs: [...new Set(scorer.needs.map(fieldName))],
    params: z.toJSONSchema(scorer.params, {
      io: 'input',
      unrepresentable: 'any',
    }) as ScorerInfo['params'],
    threshold,
    fingerprint: defaultFingerprint(scorer, models),
    examples: [...scorer.examples],
  };
}

function defaultFingerprint({ id }: Scorer, models: DefaultModels): string | null {
  try {
    return resolveScorers([id], '', models)[0]?.fingerprint ?? null;
  } catch (cause) {
    if (cause instanceof InvalidScorers) return null;
    throw cause;
  }
}

/** The whole catalogue, in reading order. */
export function describeScorers(models: DefaultModels = {}): ScorerInfo[] {
  return SCORERS.map((scorer) => describeScorer(scorer, models));
}
