import type { ScorerInfo } from '@assay/schema/types.ts';
import type { DefaultModels } from '@assay/scorers/judging/judge.ts';
import { withModels } from '@assay/scorers/with-models.ts';
import { catalogueText } from './catalogue-text.asset.ts';

export interface CatalogueNeeds {
  /** The static assets, which have what describes the scorers. */
  assets: Fetcher;
}

let described: readonly ScorerInfo[] | undefined;

/** Every built-in scorer, in reading order. @param models of the deployment, which fingerprints include */
export async function readCatalogue(
  models: DefaultModels,
  { assets }: CatalogueNeeds,
): Promise<ScorerInfo[]> {
  described ??= JSON.parse(await catalogueText(assets)) as ScorerInfo[];
  return described.map((scorer) => withModels(scorer, models));
}
