import type { ScorerInfo } from '@assay/schema/types.ts';
import { z } from 'zod';
import type { Scorer } from './define.ts';
import { SCORERS } from './registry.ts';
import { InvalidScorers, resolveScorers } from './resolve.ts';
import { fieldName } from './run.ts';

/** Everything that can be said of a scorer, as the catalogue shows it. */
export function describeScorer(scorer: Scorer): ScorerInfo {
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
    fingerprint: defaultFingerprint(scorer),
    examples: [...scorer.examples],
  };
}

function defaultFingerprint({ id }: Scorer): string | null {
  try {
    return resolveScorers([id])[0]?.fingerprint ?? null;
  } catch (cause) {
    if (cause instanceof InvalidScorers) return null;
    throw cause;
  }
}

/** The whole catalogue, in reading order. */
export function describeScorers(): ScorerInfo[] {
  return SCORERS.map((scorer) => describeScorer(scorer));
}
