import type { Keep } from '@assay/schema/types.ts';
import type { DataSettingsCache } from './data-settings-cache.ts';
import { keepOf } from './keep.ts';

export interface DataTermsNeeds {
  dataSettings: DataSettingsCache;
}

/** What a request says of its data. */
export interface AskedTerms {
  keep?: Keep | undefined;
}

/** How the data of a request is treated, settled from the request and the project. */
export interface DataTerms {
  keep: Keep;
}

/** @throws ApiProblem `keep_not_allowed` if the request asks for more than the project keeps */
export async function dataTermsOf(
  asked: AskedTerms,
  projectId: string,
  { dataSettings }: DataTermsNeeds,
): Promise<DataTerms> {
  const settings = await dataSettings.get(projectId);
  return { keep: keepOf(asked.keep, settings) };
}
