/**
 * `npm run bench:comparison`: how long the comparison of two batches of 10,000 samples with 30
 * scorers takes, and how long another request waits in the meantime.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Batch, BatchComparison, BatchReport } from '@assay/schema/types.ts';
import { AUTHORIZATION, startBatchWorker } from './batch-worker.ts';
import { printHeading, printTable } from './print.ts';

const SAMPLES = 10_000;
const SCORERS = 30;
const ROUNDS = 3;
const PROBE_EVERY_MS = 20;

const folder = await mkdtemp(join(tmpdir(), 'assay-bench-'));
try {
  const worker = await startBatchWorker(folder);
  try {
    await bench(worker.url);
  } finally {
    await worker.stop();
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function bench(url: string): Promise<void> {
  const base = await makeBatch(url, 0);
  const next = await makeBatch(url, 1);
  const rows: string[][] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const probe = startProbe(url);
    const startedAtMs = performance.now();
    const { pairs, scorers } = await get<BatchComparison>(
      `${url}/v1/batches/${next}/compare/${base}`,
    );
    const seconds = (performance.now() - startedAtMs) / 1000;
    const waitedMs = await probe.stop();
    rows.push([
      String(round),
      String(pairs),
      String(scorers.length),
      seconds.toFixed(2),
      waitedMs.toFixed(0),
    ]);
  }
  printHeading('Comparing two batches');
  printTable(['round', 'pairs', 'scores', 'seconds', 'longest wait of GET /healthz, ms'], rows);
}

/** A batch of short answers, of which the second lot gets some other ones right. */
async function makeBatch(url: string, lot: number): Promise<string> {
  const scorers = Array.from({ length: SCORERS }, (_, i) => ({
    scorer: i % 2 === 0 ? 'levenshtein' : 'exact-match',
    as: `score-${i}`,
  }));
  const { id } = await post<Batch>(`${url}/v1/batches`, { scorers, open: true });
  for (let from = 0; from < SAMPLES; from += 5_000) {
    const samples = Array.from({ length: 5_000 }, (_, i) => ({
      id: `sample-${from + i}`,
      output: `The answer is ${(from + i) % (7 + lot)}.`,
      expected: 'The answer is 1.',
    }));
    await post(`${url}/v1/batches/${id}/samples`, { samples });
  }
  await post(`${url}/v1/batches/${id}/seal`, {});
  for (;;) {
    const { endedAt } = await get<BatchReport>(`${url}/v1/batches/${id}`);
    if (endedAt !== null) return id;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** Asks for /healthz again and again. Stopping returns the longest it took. */
function startProbe(url: string): { stop(): Promise<number> } {
  let isStopped = false;
  const ran = (async () => {
    let longestMs = 0;
    while (!isStopped) {
      const startedAtMs = performance.now();
      await (await fetch(`${url}/healthz`)).text();
      longestMs = Math.max(longestMs, performance.now() - startedAtMs);
      await new Promise((resolve) => setTimeout(resolve, PROBE_EVERY_MS));
    }
    return longestMs;
  })();
  return {
    stop() {
      isStopped = true;
      return ran;
    },
  };
}

async function get<Answer>(url: string): Promise<Answer> {
  return read(await fetch(url, { headers: AUTHORIZATION }));
}

async function post<Answer>(url: string, body: object): Promise<Answer> {
  const headers = { ...AUTHORIZATION, 'Content-Type': 'application/json' };
  return read(await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) }));
}

async function read<Answer>(answer: Response): Promise<Answer> {
  if (!answer.ok) throw new Error(`${answer.url}: ${answer.status} ${await answer.text()}`);
  return answer.json() as Promise<Answer>;
}
