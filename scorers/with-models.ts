import type { ScorerInfo } from '@assay/schema/types.ts';
import { defaultFingerprint } from './default-fingerprint.ts';
import type { DefaultModels } from './judging/judge.ts';

/**
 * A scorer as a deployment with these models has it: only the fingerprints of those that ask models depend
 * on which these are.
 *
 * @param described where no models are configured
 */
export function withModels(described: ScorerInfo, models: DefaultModels): ScorerInfo {
  const { judge, embedding, reranking, fallback = [] } = models;
  const isBare = [judge, embedding, reranking, ...fallback].every((model) => model === undefined);
  if (described.kind === 'code' || isBare) return described;
  return { ...described, fingerprint: defaultFingerprint(described.id, models) };
}
