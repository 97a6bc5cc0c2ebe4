import type { Keep, RedactionSettings } from '@assay/schema/types.ts';
import type { DataSettingsCache } from './data-settings-cache.ts';
import { keepOf } from './keep.ts';
import { type Redactions, redactionsOf } from './redaction-of.ts';

export interface DataTermsNeeds {
  dataSettings: DataSettingsCache;
}

/** What a request says of its data. */
export interface AskedTerms {
  keep?: Keep | undefined;
  redact?: RedactionSettings | undefined;
}

/** How the data of a request is treated, settled from the request and the project. */
export interface DataTerms {
  keep: Keep;
  redact: Redactions;
}

/**
 * @throws ApiProblem `keep_not_allowed` if the request asks for more than the project keeps, or
 *   InvalidScorers of what it redacts
 */
export async function dataTermsOf(
  asked: AskedTerms,
  projectId: string,
  { dataSettings }: DataTermsNeeds,
): Promise<DataTerms> {
  const settings = await dataSettings.get(projectId);
  const keep = keepOf(asked.keep, settings);
  return { keep, redact: await redactionsOf(settings.redact, asked.redact) };
}
