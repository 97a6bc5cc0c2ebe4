import type { ScorerInfo } from '@assay/schema/types.ts';
import { catalogueJson } from './catalogue.at-build.ts';
import { defaultFingerprint } from './default-fingerprint.ts';
import type { DefaultModels } from './judging/judge.ts';

let described: ReadonlyMap<string, ScorerInfo> | undefined;

/** Every scorer by id, in reading order, as it is described where no models are configured. */
function catalogue(): ReadonlyMap<string, ScorerInfo> {
  if (described === undefined) {
    const scorers: ScorerInfo[] = JSON.parse(catalogueJson());
    described = new Map(scorers.map((scorer) => [scorer.id, scorer]));
  }
  return described;
}

/** The description of a scorer, by its id. @param models of the deployment, which fingerprints include */
export function describeScorer(id: string, models: DefaultModels = {}): ScorerInfo | undefined {
  const scorer = catalogue().get(id);
  return scorer && withModels(scorer, models);
}

/** The whole catalogue, in reading order. */
export function describeScorers(models: DefaultModels = {}): ScorerInfo[] {
  return Array.from(catalogue().values(), (scorer) => withModels(scorer, models));
}

/** Of what scorers are, only the fingerprints of those that ask models depend on which these are. */
function withModels(described: ScorerInfo, models: DefaultModels): ScorerInfo {
  const { judge, embedding, reranking, fallback = [] } = models;
  const isBare = [judge, embedding, reranking, ...fallback].every((model) => model === undefined);
  if (described.kind === 'code' || isBare) return described;
  return { ...described, fingerprint: defaultFingerprint(described.id, models) };
}
