import { documentJson } from './document.at-build.ts';

/** The OpenAPI document as JSON. The build puts it among the static assets, from where the Worker reads it. */
export async function documentText(_assets: Fetcher): Promise<string> {
  return documentJson();
}
