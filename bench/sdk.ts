/** `npm run bench:sdk`: what the SDK adds to a bare fetch, and how it weighs beside other clients. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { gzipSync } from 'node:zlib';
import { Assay } from '@assay/sdk';
import { build } from 'esbuild';
import { printHeading, printTable, verdictOn } from './print.ts';
import { median } from './statistics.ts';

const MOST_OVERHEAD_MS = 0.3;
const WARM_UP = 500;
const ROUNDS = 4_000;
const IMPORTS = 9;
const OTHERS = ['openai', 'langfuse', 'braintrust', 'autoevals'];

const run = promisify(execFile);
const sdk = join(import.meta.dirname, '..', 'sdk');

const request = {
  sample: {
    input: 'How long is the warranty, and what does it cover? '.repeat(4),
    output: 'All devices carry a two-year warranty on parts and work. '.repeat(4),
    expected: 'All devices carry a two-year warranty.',
  },
  scorers: ['exact-match', 'levenshtein', 'rouge-l', 'contains', 'starts-with'],
};

await benchOverhead();
await benchWeight();

async function benchOverhead(): Promise<void> {
  const server = new Worker(join(import.meta.dirname, 'answer-server.ts'), {
    workerData: JSON.stringify(verdict()),
  });
  const [port] = await once(server, 'message');
  const baseUrl = `http://127.0.0.1:${port}`;
  const assay = new Assay({ baseUrl, apiKey: 'assay_live_x' });
  const bare = async () => {
    const response = await fetch(`${baseUrl}/v1/score`, {
      method: 'POST',
      headers: { Authorization: 'Bearer assay_live_x', 'Content-Type': 'application/json' },
      body: JSON.stringify(request),
    });
    return response.json();
  };
  const ways = [bare, () => assay.score(request)] as const;
  const timesMs: [number[], number[]] = [[], []];
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    // In turns, and each first as often as the other.
    for (const way of round % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
      const beganMs = performance.now();
      await ways[way]();
      if (round >= 0) timesMs[way].push(performance.now() - beganMs);
    }
  }
  await server.terminate();

  const [fetchMs, sdkMs] = [median(timesMs[0]), median(timesMs[1])];
  const addedMs = sdkMs - fetchMs;
  printHeading('Overhead over a bare fetch of the same body');
  console.log(
    `Median of ${ROUNDS} requests to a loopback server: fetch ${fetchMs.toFixed(3)} ms, SDK ${sdkMs.toFixed(3)} ms (${(sdkMs / fetchMs).toFixed(2)} times)`,
  );
  console.log(
    `Added: ${addedMs.toFixed(3)} ms (target: ≤ ${MOST_OVERHEAD_MS}): ${verdictOn(addedMs <= MOST_OVERHEAD_MS)}`,
  );
}

/** An answer of the size that the request would get. */
function verdict(): object {
  const score = (name: string) => ({
    ...{ scorer: name, name, version: 1, kind: 'code', status: 'scored', value: 0.5, raw: 0.5 },
    ...{ passed: false, threshold: 0.8, weight: 1, required: true, negated: false },
    ...{ reason: 'x'.repeat(80), evidence: [], usage: null, costUsd: 0, latencyMs: 0 },
    ...{ cached: false, fingerprint: `sha256:${'0'.repeat(64)}` },
  });
  return { id: 'ver_1', passed: false, value: 0.5, scores: request.scorers.map(score), tags: [] };
}

async function benchWeight(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-bench-sdk-'));
  try {
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
    const install = ['install', '--no-audit', '--no-fund', '--ignore-scripts'];
    await run('npm', [...install, '--install-links', sdk, ...OTHERS], { cwd: folder });
    const names = ['@assay/sdk', ...OTHERS];
    const importsMs = await timeImports(names, folder);
    const [ownMs = Number.NaN] = importsMs;
    const bytes: number[] = [];
    for (const name of names) bytes.push(await bundledBytes(name, folder));
    const [ownBytes = Number.NaN] = bytes;

    printHeading('Import time and size');
    printTable(
      ['package', 'import', 'times ours', 'minified, gzipped', 'times ours'],
      names.map((name, i) => {
        const [ms = Number.NaN, size = Number.NaN] = [importsMs[i], bytes[i]];
        return [
          name,
          `${ms.toFixed(1)} ms`,
          (ms / ownMs).toFixed(1),
          `${(size / 1024).toFixed(1)} KB`,
          (size / ownBytes).toFixed(1),
        ];
      }),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Median time of a first import, each in a process of its own, the packages in turns. */
async function timeImports(names: readonly string[], folder: string): Promise<number[]> {
  const timesMs = names.map((): number[] => []);
  for (let i = 0; i < IMPORTS; i += 1) {
    for (const [at, name] of names.entries()) {
      const script = `const t = performance.now(); await import('${name}'); console.log('took ' + (performance.now() - t)); process.exit()`;
      const { stdout } = await run(
        process.execPath,
        ['--no-warnings', '--input-type=module', '--eval', script],
        { cwd: folder },
      );
      timesMs[at]?.push(Number(/took ([\d.]+)/.exec(stdout)?.[1]));
    }
  }
  return timesMs.map(median);
}

/** Size of all that a package exports, bundled for Node.js. */
async function bundledBytes(name: string, folder: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: `export * from '${name}'`, resolveDir: folder },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    write: false,
    logLevel: 'error',
    loader: { '.node': 'empty' },
  });
  return gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).length;
}
