import type { ScorerInfo } from '@assay/schema/types.ts';
import { catalogueText } from './catalogue-text.asset.ts';

export interface CatalogueNeeds {
  /** The static assets, which have what describes the scorers. */
  assets: Fetcher;
}

let described: readonly ScorerInfo[] | undefined;

/** Every built-in scorer as it is where no models are configured, in reading order. */
export async function readCatalogue({ assets }: CatalogueNeeds): Promise<readonly ScorerInfo[]> {
  described ??= JSON.parse(await catalogueText(assets)) as ScorerInfo[];
  return described;
}
