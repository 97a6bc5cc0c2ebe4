import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { defaultFingerprint } from '../scorers/default-fingerprint.ts';
import { SCORERS } from '../scorers/registry.ts';
import { textsOf } from './texts-as-assets.ts';
import { WORKER_BUILD } from './worker-build.ts';

/** What only some requests need, by a part of its path. */
const ON_FIRST_USE = [
  'scorers/format/sql/grammar/',
  'scorers/format/sql/postgresql/',
  '/parse5/',
  '/entities/',
  '/saxes/',
  '/micromark/',
  '/jsonrepair/',
  'schema/batch.ts',
  'worker/models/openai/openai-compatible.ts',
  'worker/models/workers-ai.ts',
  'scorers/code/quickjs',
  'scorers/code/run-code.ts',
  '/@modelcontextprotocol/',
  'worker/entry/mcp/server.ts',
  'worker/entry/openapi',
  'worker/entry/operations/list.ts',
  'worker/entry/operations/batches.ts',
  'worker/entry/operations/calibrations.ts',
  'worker/features/calibrations/',
  'worker/features/gateway/route/',
  'worker/entry/operations/verdicts.ts',
  'worker/entry/queue/',
];

/** Gzipped, of what is uploaded. */
const MOST_KILOBYTES = { '.js': 1_005, '.wasm': 240, '.bin': 400 };

const { metafile, outputFiles } = await build({ ...WORKER_BUILD, write: false });

/** Every source file that is read before the first request. */
function readAtStart(): string[] {
  const { outputs } = metafile;
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
  expect(read).toContain('worker/entry/operations/score.ts');
  expect(read.filter((path) => ON_FIRST_USE.some((part) => `/${path}`.includes(part)))).toEqual([]);
});

test('what is imported on first use is found by its names', () => {
  const { outputs } = metafile;
  const importedLater = Object.values(outputs)
    .flatMap(({ imports }) => imports)
    .filter(({ kind, path }) => kind === 'dynamic-import' && path in outputs);
  expect(importedLater.length).toBeGreaterThan(20);
  const withoutNames = importedLater.filter(({ path }) =>
    outputs[path]?.exports.every((name) => name === 'default'),
  );
  expect(withoutNames).toEqual([]);
});

const ASSETS = await textsOf(join(WORKER_BUILD.absWorkingDir, 'worker'));

test('the OpenAPI document, the tools and the catalogue are assets, each read in one part', () => {
  const scripts = outputFiles.filter(({ path }) => path.endsWith('.js')).map(({ text }) => text);
  const readers = Array.from(ASSETS, ([path, text]) => {
    expect(JSON.parse(text)).toBeTypeOf('object');
    return [path, scripts.filter((script) => script.includes(path)).length];
  });
  expect(Object.fromEntries(readers)).toEqual({
    'docs/catalogue-text.json': 1,
    'docs/document-text.json': 1,
    'docs/tools-text.json': 1,
  });
});

test('what describes scorers, operations and tools is run by the build alone', () => {
  const bundled = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs));
  expect(bundled).toContain('scorers/with-models.ts');
  expect(
    bundled.filter((path) =>
      /scorers\/catalogue|describe-scorer|describe-tools|openapi\/(?:describe|document|write-schemas|document-json)\.ts/.test(
        path,
      ),
    ),
  ).toEqual([]);
});

test('what the build drops changes the fingerprint of no scorer', async () => {
  const models = { judge: 'a/b', embedding: 'c/d', reranking: 'e/f' };
  const source = `import { defaultFingerprint } from './scorers/default-fingerprint.ts';
import { SCORERS } from './scorers/registry.ts';
export const fingerprints = SCORERS.map(({ id }) => [id, defaultFingerprint(id, ${JSON.stringify(models)})]);`;
  const built = await build({
    ...WORKER_BUILD,
    entryPoints: [],
    stdin: { contents: source, resolveDir: WORKER_BUILD.absWorkingDir },
    splitting: false,
    loader: { '.wasm': 'empty', '.bin': 'binary' },
    write: false,
  });
  const script = Buffer.from(built.outputFiles[0]?.contents ?? []).toString('base64');
  const { fingerprints } = await import(`data:text/javascript;base64,${script}`);
  expect(fingerprints).toEqual(SCORERS.map(({ id }) => [id, defaultFingerprint(id, models)]));
});

test('the bundle has zod once, and of its languages English alone', () => {
  const bundled = Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([path, { bytesInOutput }]) =>
      bytesInOutput > 100 ? [path] : [],
    ),
  );
  const languages = bundled.filter((path) => path.includes('/zod/v4/locales/'));
  expect(languages).toEqual(['node_modules/zod/v4/locales/en.js']);
  expect(bundled.filter((path) => path.includes('/zod/v3/'))).toEqual([]);
});

test.each(Object.entries(MOST_KILOBYTES))(
  'what is uploaded as %s stays within its size',
  (ending, most) => {
    const kilobytes = kilobytesOf(ending);
    expect(kilobytes).toBeGreaterThan(0);
    expect(kilobytes).toBeLessThanOrEqual(most);
  },
);

test('all that is uploaded stays within 1.4 MB, and the JavaScript engine within 250 kB beside it', () => {
  const total = Object.keys(MOST_KILOBYTES).reduce((sum, ending) => sum + kilobytesOf(ending), 0);
  const engine = kilobytesOf('.wasm', '/quickjs-') + kilobytesOf('.js', '/run-code-');
  expect(engine).toBeGreaterThan(0);
  expect(engine).toBeLessThanOrEqual(250);
  expect(total - engine).toBeLessThanOrEqual(1_400);
});

/** Of the modules whose names have an ending, and a part, each gzipped alone. */
function kilobytesOf(ending: string, part = ''): number {
  const sizes = outputFiles
    .filter(({ path }) => path.endsWith(ending) && path.includes(part))
    .map(({ contents }) => gzipSync(contents).length);
  return sizes.reduce((sum, size) => sum + size, 0) / 1000;
}
