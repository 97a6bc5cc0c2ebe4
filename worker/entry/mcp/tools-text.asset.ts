import { describeTools } from './describe-tools.ts';

/** The tools as `tools/list` gives them, as JSON. */
export async function toolsText(_assets: Fetcher): Promise<string> {
  return JSON.stringify(describeTools());
}
