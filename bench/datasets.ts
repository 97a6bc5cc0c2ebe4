/**
 * `npm run bench:datasets`: a data set of 100,000 items streamed in and out through real local D1: time,
 * memory, and what a version costs that changes ten of them. `--quick` takes 10,000.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Dataset } from '@assay/schema/types.ts';
import { batchSamples } from './batch-samples.ts';
import { AUTHORIZATION, startBatchWorker, statements } from './batch-worker.ts';
import { printHeading, printTable } from './print.ts';
import { peakMemoryMb, resetPeakMemory } from './process-memory.ts';

const NDJSON = { ...AUTHORIZATION, 'Content-Type': 'application/x-ndjson' };
const CHANGED = 10;
const LINES_AT_ONCE = 500;

const items = process.argv.includes('--quick') ? 10_000 : 100_000;
const folder = await mkdtemp(join(tmpdir(), 'assay-bench-'));
const worker = await startBatchWorker(folder);
const rows: string[][] = [];
try {
  // The first requests meet cold code, which is not what is measured.
  await push('cold', 100, 0);
  await measure(`in: ${items} items`, () => push('d', items, 0));
  await measure('in again, the same items', () => push('d', items, 0));
  await measure(`in, ${CHANGED} of them changed`, () => push('d', items, CHANGED));
  await measure(`${CHANGED} changes to a base`, change);
  await measure(`out: ${items} items`, pull);
  printHeading(`A data set of ${items} items`);
  printTable(['what', 'seconds', 'peak MB', 'statements', 'D1 grew by, kB'], rows);
} finally {
  await worker.stop();
  await rm(folder, { recursive: true, force: true });
}

async function measure(what: string, run: () => Promise<void>): Promise<void> {
  const bytesBefore = await worker.databaseBytes();
  const statementsBefore = await statements(worker.url);
  resetPeakMemory();
  const startedAtMs = performance.now();
  await run();
  const seconds = (performance.now() - startedAtMs) / 1000;
  const peakMb = peakMemoryMb();
  const ran = (await statements(worker.url)) - statementsBefore;
  const grownKb = ((await worker.databaseBytes()) - bytesBefore) / 1000;
  rows.push([what, seconds.toFixed(1), peakMb.toFixed(0), String(ran), grownKb.toFixed(0)]);
}

async function push(name: string, count: number, changed: number): Promise<void> {
  const isNew = changed === 0 && !(await exists(name));
  const path = isNew ? `/v1/datasets?name=${name}` : `/v1/datasets/${name}/versions`;
  await post(path, streamOf(count, changed), count);
}

async function change(): Promise<void> {
  const newest = await get('d');
  await post(
    `/v1/datasets/d/versions?base=${newest.version}`,
    streamOf(CHANGED, CHANGED, '!'),
    items,
  );
}

async function pull(): Promise<void> {
  const path = `${worker.url}/v1/datasets/d/items?format=ndjson`;
  const answer = await fetch(path, { headers: AUTHORIZATION });
  let lines = 0;
  for await (const chunk of answer.body ?? []) {
    for (const byte of chunk) if (byte === 0x0a) lines += 1;
  }
  if (lines !== items) throw new Error(`${lines} items came out, not ${items}`);
}

async function post(path: string, body: ReadableStream<Uint8Array>, count: number): Promise<void> {
  const request = { method: 'POST', headers: NDJSON, body, duplex: 'half' };
  const answer = await fetch(`${worker.url}${path}`, request as RequestInit);
  if (!answer.ok) throw new Error(`POST ${path}: ${answer.status} ${await answer.text()}`);
  const { counts }: Dataset = await answer.json();
  if (counts.items !== count) throw new Error(`${counts.items} items, not ${count}`);
}

async function get(name: string): Promise<Dataset> {
  const answer = await fetch(`${worker.url}/v1/datasets/${name}`, { headers: AUTHORIZATION });
  return answer.json();
}

async function exists(name: string): Promise<boolean> {
  const answer = await fetch(`${worker.url}/v1/datasets/${name}`, { headers: AUTHORIZATION });
  await answer.body?.cancel();
  return answer.ok;
}

/** Items of about 500 bytes, of which the first have another answer. */
function streamOf(count: number, changed: number, mark = '?'): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const samples = batchSamples(count).map(({ id, output, ...sample }, i) => ({
    id,
    sample: { ...sample, output: i < changed ? `${output}${mark}` : output },
  }));
  return new ReadableStream({
    pull(controller) {
      const lines: string[] = [];
      // A loop would end the generator with its chunk.
      for (let next = samples.next(); !next.done; next = samples.next()) {
        lines.push(`${JSON.stringify(next.value)}\n`);
        if (lines.length === LINES_AT_ONCE) break;
      }
      if (lines.length === 0) controller.close();
      else controller.enqueue(encoder.encode(lines.join('')));
    },
  });
}
