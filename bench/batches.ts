/**
 * `npm run bench:batches`: samples a second through real local queues and D1, by the size of the
 * batch, and beside promptfoo where PROMPTFOO names its program; then with a judge, by how many it is
 * asked at once. `--quick` leaves the largest out.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Batch, BatchReport } from '@assay/schema/types.ts';
import { batchSamples, SCORERS } from './batch-samples.ts';
import { AUTHORIZATION, type BatchWorker, startBatchWorker, statements } from './batch-worker.ts';
import { benchJudged } from './judged-batches.ts';
import { printHeading, printTable, verdictOn } from './print.ts';
import { peakMemoryMb, resetPeakMemory } from './process-memory.ts';
import { timePromptfoo } from './promptfoo.ts';

const MOST_GROWTH = 1.2;
const MOST_STATEMENTS = 0.1;

interface Run {
  samples: number;
  intakeSeconds: number;
  totalSeconds: number;
  /** Up to the answer, and up to the end. */
  intakePeakMb: number;
  peakMb: number;
  statementsPerSample: number;
  /** By which the database grew. */
  bytesPerSample: number;
}

const sizes = process.argv.includes('--quick') ? [1_000, 10_000] : [1_000, 10_000, 100_000];
const folder = await mkdtemp(join(tmpdir(), 'assay-bench-'));
try {
  const worker = await startBatchWorker(join(folder, 'code'));
  try {
    // The first batch meets cold code, which is not what is measured.
    await score(worker, 1_000);
    const runs: Run[] = [];
    for (const size of sizes) runs.push(await score(worker, size));
    report(runs);
    await compare(worker);
  } finally {
    await worker.stop();
  }
  await benchJudged(folder);
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function score({ url, databaseBytes }: BatchWorker, count: number): Promise<Run> {
  const bytesBefore = await databaseBytes();
  resetPeakMemory();
  const statementsBefore = await statements(url);
  const startedAtMs = performance.now();
  const answer = await fetch(`${url}/v1/batches?scorers=${SCORERS.join(',')}`, {
    method: 'POST',
    headers: { ...AUTHORIZATION, 'Content-Type': 'application/x-ndjson' },
    body: streamOf(count),
    duplex: 'half',
  } as RequestInit);
  const intakeSeconds = (performance.now() - startedAtMs) / 1000;
  if (!answer.ok) throw new Error(`POST /v1/batches: ${answer.status} ${await answer.text()}`);
  const intakePeakMb = peakMemoryMb();
  const { id }: Batch = await answer.json();
  const looks = await untilEnded(url, id, count);
  const totalSeconds = (performance.now() - startedAtMs) / 1000;
  const ran = (await statements(url)) - statementsBefore - looks;
  return {
    samples: count,
    intakeSeconds,
    totalSeconds,
    intakePeakMb,
    peakMb: peakMemoryMb(),
    statementsPerSample: ran / count,
    bytesPerSample: ((await databaseBytes()) - bytesBefore) / count,
  };
}

function streamOf(count: number): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const samples = batchSamples(count);
  return new ReadableStream({
    pull(controller) {
      const lines: string[] = [];
      // A loop would end the generator with its chunk.
      for (let next = samples.next(); !next.done; next = samples.next()) {
        lines.push(`${JSON.stringify(next.value)}\n`);
        if (lines.length === 500) break;
      }
      if (lines.length === 0) controller.close();
      else controller.enqueue(encoder.encode(lines.join('')));
    },
  });
}

/** Returns how many statements the looking took. */
async function untilEnded(url: string, id: string, count: number): Promise<number> {
  for (let looks = 0; ; looks += 1) {
    const answer = await fetch(`${url}/v1/batches?limit=1`, { headers: AUTHORIZATION });
    const { items }: { items: BatchReport[] } = await answer.json();
    const [batch] = items;
    if (batch?.id === id && batch.endedAt !== null) {
      const { scored } = batch.counts;
      if (scored !== count) throw new Error(`${scored} of ${count} samples were scored`);
      return 2 * (looks + 1);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function report(runs: readonly Run[]): void {
  printHeading(`Batches, ${SCORERS.length} code scorers, through local queues and D1`);
  printTable(
    [
      'samples',
      'taken in s',
      'scored in s',
      'samples/s',
      'peak MB, taking in',
      'peak MB',
      'D1 statements/sample',
      'D1 bytes/sample',
    ],
    runs.map((run) => [
      String(run.samples),
      run.intakeSeconds.toFixed(1),
      run.totalSeconds.toFixed(1),
      (run.samples / run.totalSeconds).toFixed(0),
      run.intakePeakMb.toFixed(0),
      run.peakMb.toFixed(0),
      run.statementsPerSample.toFixed(3),
      run.bytesPerSample.toFixed(0),
    ]),
  );
  const [first] = runs;
  const last = runs.at(-1);
  if (first === undefined || last === undefined) return;
  const growth = last.totalSeconds / last.samples / (first.totalSeconds / first.samples);
  const most = Math.max(...runs.map((run) => run.statementsPerSample));
  console.log(
    `\nTime a sample, ${last.samples} / ${first.samples}: ${growth.toFixed(2)}, at most ${MOST_GROWTH}: ${verdictOn(growth <= MOST_GROWTH)}`,
  );
  console.log(
    `D1 statements a sample: ${most.toFixed(3)}, at most ${MOST_STATEMENTS}: ${verdictOn(most <= MOST_STATEMENTS)}`,
  );
}

/** Both in turns, so that what else the machine does meets both. */
async function compare(worker: BatchWorker): Promise<void> {
  const program = process.env.PROMPTFOO;
  if (program === undefined) {
    console.log('\nPROMPTFOO names no program: not compared.');
    return;
  }
  const rounds: { assay: number; promptfoo: number; one: number }[] = [];
  for (let round = 0; round < 3; round += 1) {
    const assay = (await score(worker, 1_000)).totalSeconds;
    const promptfoo = await timePromptfoo(program, 1_000, folder);
    rounds.push({ assay, promptfoo, one: await timePromptfoo(program, 1, folder) });
  }
  printHeading('1,000 samples with the same five assertions, seconds');
  printTable(
    ['round', 'Assay', 'promptfoo', 'promptfoo, one sample', 'ratio', 'ratio less that one'],
    rounds.map(({ assay, promptfoo, one }, i) => [
      String(i + 1),
      assay.toFixed(2),
      promptfoo.toFixed(2),
      one.toFixed(2),
      (promptfoo / assay).toFixed(1),
      ((promptfoo - one) / assay).toFixed(1),
    ]),
  );
}
