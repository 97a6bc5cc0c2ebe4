/**
 * `npm run bench:storage`: the bytes of D1 that a verdict takes that is stored by itself, with its sample
 * and what it is found by. `--beside=FOLDER`, as often as wanted, measures builds of other commits
 * too: the folders of `wrangler deploy --dry-run --outdir=FOLDER`.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { storedRequestOf } from './http.ts';
import { type StartedWorker, startAssay } from './local-workerd.ts';
import { printHeading, printTable } from './print.ts';
import { build, root } from './wrangler.ts';

const VERDICTS = 1_000;
const AT_ONCE = 10;

const { values } = parseArgs({
  options: { beside: { type: 'string', multiple: true, default: [] } },
});
const folder = await mkdtemp(join(tmpdir(), 'assay-bench-'));
try {
  const ours = await build(join(root, 'wrangler.toml'), join(folder, 'assay'));
  const scripts = [ours, ...values.beside.map((other) => join(other, 'index.js'))];
  const rows: string[][] = [];
  for (const [i, script] of scripts.entries()) {
    const bytes = await bytesOfVerdict(script);
    rows.push([i === 0 ? 'this' : `beside ${i}`, bytes.toFixed(0)]);
  }
  printHeading('Bytes of D1 that a verdict of five code scorers takes');
  printTable(['build', 'bytes'], rows);
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function bytesOfVerdict(script: string): Promise<number> {
  const worker = await startAssay(folder, script);
  try {
    const database = await worker.migrate();
    const before = await sizeOf(database);
    for (let i = 0; i < VERDICTS; i += AT_ONCE) {
      await Promise.all(Array.from({ length: AT_ONCE }, (_, j) => store(worker, i + j)));
    }
    return ((await sizeOf(database)) - before) / VERDICTS;
  } finally {
    await worker.stop();
  }
}

async function sizeOf(database: D1Database): Promise<number> {
  const { meta } = await database.prepare('SELECT 1').run();
  return meta.size_after;
}

/** Scores and stores a sample that is like no other. */
async function store({ url, key }: StartedWorker, seed: number): Promise<void> {
  const answer = await fetch(`${url}/v1/score`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    body: storedRequestOf(seed),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`/v1/score: ${answer.status} ${text}`);
}
