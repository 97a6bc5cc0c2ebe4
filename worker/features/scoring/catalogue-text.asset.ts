import { describeScorers } from '@assay/scorers/catalogue.ts';

/** The description of every built-in scorer, in reading order, as JSON. */
export async function catalogueText(_assets: Fetcher): Promise<string> {
  return JSON.stringify(describeScorers());
}
