import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

/** What only some requests need, by a part of its path. */
const ON_FIRST_USE = [
  '/node-sql-parser/',
  'scorers/format/sql/postgresql',
  '/@modelcontextprotocol/',
  'worker/entry/mcp/server.ts',
  'worker/entry/openapi',
  'worker/entry/routes/batches.ts',
  'worker/entry/routes/verdicts.ts',
  'worker/entry/queue/',
];

const MOST_SCRIPT_KILOBYTES = 800;
const MOST_WASM_KILOBYTES = 240;
const MOST_DATA_KILOBYTES = 105;

/** The Worker, its parts that are loaded on first use in files of their own. */
const inParts = await bundle({ splitting: true });
/** The Worker in one file, as it is uploaded. */
const inOne = await bundle({ splitting: false });

async function bundle({ splitting }: { splitting: boolean }) {
  const { metafile, outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['worker/index.ts'],
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    splitting,
    outdir: 'dist',
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    conditions: ['workerd', 'worker', 'browser'],
    external: ['node:*', 'cloudflare:*', '*.wasm', '*.bin'],
    logLevel: 'error',
  });
  return { outputs: metafile.outputs, files: outputFiles };
}

/** Every source file that is read before the first request. */
function readAtStart(): string[] {
  const { outputs } = inParts;
  const isEntry = (path: string) => outputs[path]?.entryPoint === 'worker/index.ts';
  const reached = new Set(Object.keys(outputs).filter(isEntry));
  for (const path of reached) {
    for (const { path: next, kind } of outputs[path]?.imports ?? []) {
      if (kind === 'import-statement' && next in outputs) reached.add(next);
    }
  }
  return [...reached].flatMap((path) => Object.keys(outputs[path]?.inputs ?? {}));
}

test('starting reads nothing that only a few requests need', () => {
  const read = readAtStart();
  expect(read).toContain('worker/entry/routes/score.ts');
  expect(read.filter((path) => ON_FIRST_USE.some((part) => `/${path}`.includes(part)))).toEqual([]);
});

test('the bundle has zod once, and of its languages English alone', () => {
  const bundled = Object.values(inOne.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([path, { bytesInOutput }]) =>
      bytesInOutput > 100 ? [path] : [],
    ),
  );
  const languages = bundled.filter((path) => path.includes('/zod/v4/locales/'));
  expect(languages).toEqual(['node_modules/zod/v4/locales/en.js']);
  expect(bundled.filter((path) => path.includes('/zod/v3/'))).toEqual([]);
});

test('the bundle stays within its size', () => {
  const script = inOne.files.map(({ contents }) => gzipSync(contents).length);
  expect(Math.max(...script) / 1000).toBeLessThanOrEqual(MOST_SCRIPT_KILOBYTES);
  expect(kilobytesOfScorers('.wasm')).toBeLessThanOrEqual(MOST_WASM_KILOBYTES);
  expect(kilobytesOfScorers('.bin')).toBeLessThanOrEqual(MOST_DATA_KILOBYTES);
});

/** Of files with an ending, each gzipped. */
function kilobytesOfScorers(ending: string): number {
  const folder = join(root, 'scorers');
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith(ending) && !path.includes('node_modules'),
  );
  const sizes = paths.map((path) => gzipSync(readFileSync(join(folder, path))).length);
  return sizes.reduce((sum, size) => sum + size, 0) / 1000;
}
