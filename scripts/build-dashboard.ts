import { join } from 'node:path';
import { build, type InlineConfig, type Rolldown } from 'vite';

const root = join(import.meta.dirname, '..');

/** How the dashboard is built: in parts, each page and what only it needs in its own. */
const DASHBOARD_BUILD: InlineConfig = {
  configFile: false,
  root: join(root, 'dashboard'),
  logLevel: 'warn',
  resolve: {
    alias: [
      { find: /^@assay\/sdk$/, replacement: join(root, 'sdk', 'index.ts') },
      { find: /^@assay\/schema\//, replacement: `${join(root, 'schema')}/` },
    ],
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2022',
    assetsDir: 'dashboard',
    // Inlined, they would need a policy that allows data from within the page.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    write: false,
  },
};

/** Builds the dashboard. @returns its files by path */
export async function buildDashboard(): Promise<Map<string, string | Uint8Array>> {
  const result = await build(DASHBOARD_BUILD);
  if (!('output' in result)) throw new Error('the dashboard has one output');
  return new Map(result.output.map((file) => [file.fileName, contentsOf(file)]));
}

function contentsOf(file: Rolldown.OutputChunk | Rolldown.OutputAsset): string | Uint8Array {
  return file.type === 'chunk' ? file.code : file.source;
}
