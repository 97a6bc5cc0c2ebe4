import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'esbuild';

const NAME = /\.asset\.ts$/;

/**
 * Where the text that a module named `*.asset.ts` exports stands among the static assets.
 *
 * @param path of the module
 */
export function assetPathOf(path: string): string {
  return `docs/${basename(path).replace(NAME, '')}.json`;
}

/**
 * Modules named `*.asset.ts` export one function of the binding of the static assets, which returns a text
 * that depends on the code alone. In the Worker it reads the text from the assets, without the code that makes
 * it: what few ask for is no part of the script.
 */
export const textsAsAssets: Plugin = {
  name: 'texts-as-assets',
  setup(build) {
    build.onLoad({ filter: NAME }, async ({ path }) => {
      const [name] = Object.keys(await import(pathToFileURL(path).href));
      return { contents: reading(`${name}`, assetPathOf(path)) };
    });
  },
};

// A path that is no asset has the page of the dashboard for an answer.
function reading(name: string, path: string): string {
  return `export async function ${name}(assets) {
  const answer = await assets.fetch('https://assets/${path}');
  const isThere = answer.ok && answer.headers.get('Content-Type')?.startsWith('application/json');
  if (!isThere) throw new Error('The assets have no ${path}.');
  return answer.text();
}`;
}
