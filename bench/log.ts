/**
 * `npm run bench:log`: what the log of a project costs. Size and time of proofs at 1, 10,000 and 1,000,000
 * leaves, how many entries are sealed a second, and the share of the CPU of a stored score request that
 * outbox, sealing and signing have. `--quick` leaves out the million.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { workerdThreadsMs } from './cpu-time.ts';
import { storedRequestOf } from './http.ts';
import { measureProofs } from './log-proofs.ts';
import { buildLogWorker, type LogWorker, startLogWorker } from './log-worker.ts';
import { printHeading, printTable, verdictOn } from './print.ts';

const REQUESTS = 1_000;
const WARM_UP = 200;
const AT_ONCE = 8;
const ROUNDS = 3;
const SEALED = 20_000;
const MOST_SHARE = 0.1;

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
const folder = await mkdtemp(join(tmpdir(), 'assay-log-'));
const built = await buildLogWorker(folder);
try {
  printHeading('Proofs, in this process');
  const sizes = [1, 10_000, ...(values.quick ? [] : [1_000_000])];
  printTable(
    ['leaves', 'inclusion', 'made in', 'verified in', 'consistency', 'made in', 'append a second'],
    await measureProofs(sizes),
  );
  await measureSealing();
  await measureShare();
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** Entries a second of the sealing that runs each minute, on rows of stored verdicts. */
async function measureSealing(): Promise<void> {
  const worker = await startLogWorker(built, await mkdtemp(join(folder, 'sealing-')));
  try {
    await store(worker, 0, 1);
    await worker.seal();
    await worker.copyVerdicts(SEALED);
    const [startedAt, before] = [performance.now(), workerdThreadsMs()];
    while ((await worker.pending()) > 0) await worker.seal();
    const seconds = (performance.now() - startedAt) / 1_000;
    const cpuMs = workerdThreadsMs() - before;
    printHeading('Sealing');
    printTable(
      ['entries', 'seconds', 'entries a second', 'CPU an entry (µs)'],
      [
        [
          SEALED.toLocaleString('en'),
          seconds.toFixed(1),
          (SEALED / seconds).toFixed(0),
          ((cpuMs * 1_000) / SEALED).toFixed(0),
        ],
      ],
    );
  } finally {
    await worker.stop();
  }
}

/** The CPU of stored requests with the log and without it, in turns, and that of sealing them. */
async function measureShare(): Promise<void> {
  const withLog: number[] = [];
  const sealing: number[] = [];
  const without: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const logged = await cpuOf(undefined);
    withLog.push(logged.requests);
    sealing.push(logged.sealing);
    without.push((await cpuOf('without-log.js')).requests);
  }
  const [request, seal, floor] = [withLog, sealing, without].map(median);
  if (request === undefined || seal === undefined || floor === undefined) return;
  const share = (request - floor + seal) / (request + seal);
  printHeading('CPU of a stored score request of five code scorers (µs, median of three)');
  printTable(
    ['request without the log', 'request with it', 'sealing, later', 'share of the log', 'target'],
    [
      [
        ...[floor, request, seal].map((ms) => (ms * 1_000).toFixed(0)),
        `${(share * 100).toFixed(1)}%`,
        `at most ${MOST_SHARE * 100}%: ${verdictOn(share <= MOST_SHARE)}`,
      ],
    ],
  );
}

async function cpuOf(wrapper: string | undefined): Promise<{ requests: number; sealing: number }> {
  const worker = await startLogWorker(built, await mkdtemp(join(folder, 'share-')), wrapper);
  try {
    await store(worker, 0, WARM_UP);
    await worker.seal();
    const before = workerdThreadsMs();
    await store(worker, WARM_UP, REQUESTS);
    const stored = workerdThreadsMs();
    while ((await worker.pending()) > 0) await worker.seal();
    const sealed = workerdThreadsMs();
    return { requests: (stored - before) / REQUESTS, sealing: (sealed - stored) / REQUESTS };
  } finally {
    await worker.stop();
  }
}

async function store({ url, key }: LogWorker, start: number, count: number): Promise<void> {
  for (let i = start; i < start + count; i += AT_ONCE) {
    const seeds = Array.from({ length: Math.min(AT_ONCE, start + count - i) }, (_, j) => i + j);
    await Promise.all(
      seeds.map(async (seed) => {
        const answer = await fetch(`${url}/v1/score`, {
          method: 'POST',
          headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
          body: storedRequestOf(seed),
        });
        const text = await answer.text();
        if (!answer.ok) throw new Error(`/v1/score: ${answer.status} ${text}`);
      }),
    );
  }
}

function median(numbers: readonly number[]): number | undefined {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}
