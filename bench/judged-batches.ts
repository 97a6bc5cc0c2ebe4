import { join } from 'node:path';
import type { Batch, BatchReport } from '@assay/schema/types.ts';
import { AUTHORIZATION, startBatchWorker } from './batch-worker.ts';
import { type LoopbackPlay, startLoopbackPlay } from './loopback-play.ts';
import { printHeading, printTable } from './print.ts';

const SAMPLES = 300;
const LATENCY_MS = 200;
const CONCURRENCIES = [1, 2, 4, 6];
// A range that asks judges has so many, and one range follows the other.
const SAMPLES_A_RANGE = 10;

/** Runs a batch with one judge scorer, by how many samples the consumer scores at once. */
export async function benchJudged(folder: string): Promise<void> {
  const play = await startLoopbackPlay();
  const rows: string[][] = [];
  try {
    for (const atOnce of CONCURRENCIES) {
      const perSecond = await rateAt(atOnce, play, join(folder, `judged-${atOnce}`));
      // What a consumer can do at most: the last calls of a range may leave connections unused.
      const turns = Math.ceil(SAMPLES_A_RANGE / atOnce);
      const bound = (SAMPLES_A_RANGE * 1000) / (turns * LATENCY_MS);
      rows.push([
        String(atOnce),
        perSecond.toFixed(1),
        bound.toFixed(0),
        (perSecond / bound).toFixed(2),
        (perSecond / Number(rows[0]?.[1] ?? perSecond)).toFixed(2),
      ]);
    }
  } finally {
    await play.stop();
  }
  printHeading(`${SAMPLES} samples, one judge scorer, a judge of ${LATENCY_MS} ms, one consumer`);
  printTable(
    ['ASSAY_BATCH_CONCURRENCY', 'samples/s', 'bound', 'of the bound', 'times one at once'],
    rows,
  );
}

async function rateAt(atOnce: number, play: LoopbackPlay, state: string): Promise<number> {
  const content = JSON.stringify({ reasoning: 'It is polite.', level: 2 });
  await play.begin([{ content, delayMs: LATENCY_MS }]);
  const worker = await startBatchWorker(state, {
    ASSAY_JUDGE_BASE_URL: play.baseUrl,
    ASSAY_JUDGE_MODEL: 'bench',
    ASSAY_BATCH_CONCURRENCY: String(atOnce),
  });
  try {
    // The first meets cold code, which is not what is measured.
    await secondsFor(worker.url, 20, 'warm-up');
    return SAMPLES / (await secondsFor(worker.url, SAMPLES, 'measured'));
  } finally {
    await worker.stop();
  }
}

async function secondsFor(url: string, count: number, name: string): Promise<number> {
  const samples = Array.from({ length: count }, (_, i) => ({
    input: `Question ${i}, ${name}?`,
    output: `Good day, number ${i}.`,
  }));
  const scorers = [{ scorer: 'rubric', params: { criterion: 'It is polite.' } }];
  const startedAtMs = performance.now();
  const answer = await fetch(`${url}/v1/batches`, {
    method: 'POST',
    headers: { ...AUTHORIZATION, 'Content-Type': 'application/json' },
    body: JSON.stringify({ samples, scorers }),
  });
  if (!answer.ok) throw new Error(`POST /v1/batches: ${answer.status} ${await answer.text()}`);
  const { id }: Batch = await answer.json();
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    const looked = await fetch(`${url}/v1/batches/${id}`, { headers: AUTHORIZATION });
    const { endedAt, counts }: BatchReport = await looked.json();
    if (endedAt === null) continue;
    if (counts.passed !== count) throw new Error(`${counts.passed} of ${count} samples passed`);
    return (performance.now() - startedAtMs) / 1000;
  }
}
