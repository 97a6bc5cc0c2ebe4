import { describeTools } from './describe-tools.ts';

/** The tools as `tools/list` gives them, as JSON: schemas take a while to write. */
export function toolsJson(): string {
  return JSON.stringify(describeTools());
}
