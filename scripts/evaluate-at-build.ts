import { basename, dirname, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'esbuild';

const TEXT = /^text-at-build:/;

/**
 * Runs at build time what modules named `*.at-build.ts` export: functions without parameters, each of
 * which returns a text that depends on the code alone. In the Worker the same functions return the
 * texts as they were made, from a file beside the script, without the code that made them.
 */
export const evaluateAtBuild: Plugin = {
  name: 'evaluate-at-build',
  setup(build) {
    build.onLoad({ filter: /\.at-build\.ts$/ }, async ({ path }) => {
      const texts = await textsOf(path);
      return {
        contents: moduleOf(Object.keys(texts)),
        resolveDir: dirname(path),
        pluginData: texts,
      };
    });
    build.onResolve({ filter: TEXT }, ({ path, importer, pluginData: texts }) => {
      const name = path.replace(TEXT, '');
      const from = relative(build.initialOptions.absWorkingDir ?? '.', importer);
      return { path: `${from}/${name}.bin`, namespace: 'at-build', pluginData: texts };
    });
    build.onLoad({ filter: /./, namespace: 'at-build' }, ({ path, pluginData: texts }) => ({
      contents: texts[basename(path, '.bin')],
      loader: 'copy',
    }));
  },
};

/** What each function of a module returns, by its name. */
async function textsOf(path: string): Promise<Record<string, string>> {
  const made: Record<string, () => string> = await import(pathToFileURL(path).href);
  return Object.fromEntries(Object.entries(made).map(([name, make]) => [name, make()]));
}

function moduleOf(names: readonly string[]): string {
  return names
    .map(
      (name) => `import ${name}Bytes from 'text-at-build:${name}';
export function ${name}() { return new TextDecoder().decode(${name}Bytes); }`,
    )
    .join('\n');
}
