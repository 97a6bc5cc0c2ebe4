import { join } from 'node:path';
import type { BuildOptions } from 'esbuild';
import { dropDescriptions } from './drop-descriptions.ts';
import { minifyAgain } from './minify-again.ts';
import { textsAsAssets } from './texts-as-assets.ts';

/**
 * How the Worker is built: in parts, so that those loaded on first use are neither evaluated nor put
 * into functions, which V8 would have to parse twice. In one file everything that any of them
 * imports, such as the scorers, would be put so.
 */
export const WORKER_BUILD = {
  absWorkingDir: join(import.meta.dirname, '..'),
  entryPoints: ['worker/index.ts'],
  outdir: '.worker',
  bundle: true,
  splitting: true,
  minify: true,
  format: 'esm',
  target: 'es2024',
  platform: 'neutral',
  mainFields: ['module', 'main'],
  conditions: ['workerd', 'worker', 'browser'],
  // The modules say what is wrong with those of the libraries.
  alias: {
    'decode-named-character-reference': './scorers/format/named-reference.ts',
    '@modelcontextprotocol/server/_shims': './worker/entry/mcp/platform.ts',
  },
  external: ['node:*', 'cloudflare:*'],
  loader: { '.wasm': 'copy', '.bin': 'copy' },
  chunkNames: 'parts/[name]-[hash]',
  assetNames: '[name]-[hash]',
  define: { 'process.env.NODE_ENV': '"production"' },
  logLevel: 'warning',
  metafile: true,
  plugins: [textsAsAssets, dropDescriptions, minifyAgain],
} satisfies BuildOptions;
