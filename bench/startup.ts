/**
 * `npm run bench:startup`: the CPU time that workerd takes to start Assay, and that the first request
 * of each kind takes beyond later ones. `--beside=FOLDER`, as often as wanted, measures builds of other
 * commits in turns with this one: the folders of `wrangler deploy --dry-run --outdir=FOLDER`.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { workerdThreadsMs } from './cpu-time.ts';
import { type StartedWorker, startAssay } from './local-workerd.ts';
import { printHeading, printTable, verdictOn } from './print.ts';
import { KINDS, type Kind } from './startup-requests.ts';
import { median } from './statistics.ts';
import { build, root } from './wrangler.ts';

const MOST_START_MS = 80;
const MOST_FIRST_MS = 30;
const LATER_REQUESTS = 5;

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    only: { type: 'string', default: '' },
    beside: { type: 'string', multiple: true, default: [] },
  },
});
const rounds = Number(values.rounds);
const folder = await mkdtemp(join(tmpdir(), 'assay-bench-'));
try {
  const ours = await build(join(root, 'wrangler.toml'), join(folder, 'assay'));
  const scripts = [ours, ...values.beside.map((other) => join(other, 'index.js'))];
  await benchStart(scripts);
  if (values.only !== 'start') await benchFirstRequests(scripts);
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function benchStart(scripts: string[]): Promise<void> {
  // An empty Worker in the same workerd: what the platform takes is no part of what Assay does.
  const variants = [undefined, ...scripts];
  const starts = await inTurns(variants, async (script) => (await started(script)).startMs);
  const [floor = Number.NaN, ...own] = starts.map(median);
  printHeading('CPU time of starting, ms');
  const rows = own.map((ms, i) => [
    nameOf(i),
    (ms - floor).toFixed(0),
    rangeOf(starts[i + 1], floor),
  ]);
  printTable(['build', 'median', 'range'], rows);
  const [ms = Number.NaN] = own;
  console.log(`\nTarget: ≤ ${MOST_START_MS}: ${verdictOn(ms - floor <= MOST_START_MS)}`);
}

async function benchFirstRequests(scripts: string[]): Promise<void> {
  printHeading('CPU time of a first request beyond that of later ones, ms');
  const rows: string[][] = [];
  let isMet = true;
  for (const kind of KINDS) {
    const firsts = await inTurns(scripts, (script) => firstRequestMs(script, kind));
    const medians = firsts.map(median);
    isMet &&= (medians[0] ?? Number.NaN) <= MOST_FIRST_MS;
    rows.push([kind.name, ...medians.map((ms) => ms.toFixed(0))]);
  }
  printTable(['request', ...scripts.map((_, i) => nameOf(i))], rows);
  console.log(`\nTarget for each: ≤ ${MOST_FIRST_MS}: ${verdictOn(isMet)}`);
}

/** Measures each variant once a round, so that whatever the machine does falls on all of them. */
async function inTurns<Variant>(
  variants: readonly Variant[],
  measure: (variant: Variant) => Promise<number>,
): Promise<number[][]> {
  const measured: number[][] = variants.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [i, variant] of variants.entries()) measured[i]?.push(await measure(variant));
  }
  return measured;
}

async function started(script: string | undefined): Promise<{ startMs: number }> {
  const worker = await startAssay(folder, script);
  const startMs = workerdThreadsMs();
  await worker.stop();
  return { startMs };
}

async function firstRequestMs(script: string, kind: Kind): Promise<number> {
  const worker = await startAssay(folder, script);
  try {
    await worker.migrate();
    const first = await requestMs(worker, kind);
    let later = 0;
    for (let i = 0; i < LATER_REQUESTS; i += 1) later += await requestMs(worker, kind);
    return first - later / LATER_REQUESTS;
  } finally {
    await worker.stop();
  }
}

async function requestMs({ url, key }: StartedWorker, { path, body }: Kind): Promise<number> {
  const before = workerdThreadsMs();
  const answer = await fetch(url + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      Authorization: `Bearer ${key}`,
      'Content-Type': 'application/json',
      Accept: 'application/json, text/event-stream',
    },
    ...(body === undefined ? {} : { body }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
  return workerdThreadsMs() - before;
}

function nameOf(i: number): string {
  return i === 0 ? 'this' : `beside ${i}`;
}

function rangeOf(values: readonly number[] = [], floor: number): string {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return `${(low - floor).toFixed(0)}–${(high - floor).toFixed(0)}`;
}
