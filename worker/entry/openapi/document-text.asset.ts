import { documentJson } from './document-json.ts';

/** The OpenAPI document as JSON. */
export async function documentText(_assets: Fetcher): Promise<string> {
  return documentJson();
}
