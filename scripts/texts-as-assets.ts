import { glob } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'esbuild';

const NAME = /\.asset\.ts$/;

/**
 * Modules named `*.asset.ts` export one function of the binding of the static assets, which returns a text
 * that depends on the code alone. In the Worker it reads the text from the assets, without the code that makes
 * it: what few ask for is no part of the script.
 */
export const textsAsAssets: Plugin = {
  name: 'texts-as-assets',
  setup(build) {
    build.onLoad({ filter: NAME }, async ({ path }) => {
      const [name] = await functionOf(path);
      return { contents: reading(name, assetPathOf(path)) };
    });
  },
};

/** The text of each such module in a folder, by its path among the static assets. */
export async function textsOf(folder: string): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for await (const path of glob('**/*.asset.ts', { cwd: folder, exclude: ['**/node_modules'] })) {
    const [, make] = await functionOf(join(folder, path));
    texts.set(assetPathOf(path), await make());
  }
  return texts;
}

function assetPathOf(path: string): string {
  return `docs/${basename(path).replace(NAME, '')}.json`;
}

async function functionOf(path: string): Promise<[string, () => Promise<string>]> {
  const exported: Record<string, () => Promise<string>> = await import(pathToFileURL(path).href);
  const [found, ...others] = Object.entries(exported);
  if (found === undefined || others.length > 0)
    throw new Error(`${path} must export one function.`);
  return found;
}

// A path that is no asset has the page of the dashboard for an answer.
function reading(name: string, path: string): string {
  return `export async function ${name}(assets) {
  const answer = await assets?.fetch('https://assets/${path}');
  const isThere = answer?.ok && answer.headers.get('Content-Type')?.startsWith('application/json');
  if (!isThere) throw new Error('The static assets have no ${path}. Deploy them with the Worker.');
  return answer.text();
}`;
}
