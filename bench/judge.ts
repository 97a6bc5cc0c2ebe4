/**
 * `npm run bench:judge`: what Assay adds to a judge's own time. A loopback server plays a judge
 * with a fixed latency; the Worker runs in local workerd. Ratios of one run count; the milliseconds
 * are those of the machine.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalWorker } from '../scripts/local-worker.ts';
import { startLoopbackJudge } from '../worker/testing/loopback-judge.ts';

const LATENCY_MS = 200;
const ROUNDS = 40;
const WARM_UP = 10;

const content = JSON.stringify({ reasoning: 'It is polite.', level: 2 });
const loopback = await startLoopbackJudge();
const judgeUrl = await play('bench', [{ content, delayMs: LATENCY_MS }]);
process.env.ASSAY_JUDGE_BASE_URL = judgeUrl;
process.env.ASSAY_JUDGE_MODEL = 'bench';
const folder = await mkdtemp(join(tmpdir(), 'assay-bench-'));
const worker = await startLocalWorker({ persistTo: folder, isVerbose: false });

try {
  const body = await askedBody();
  const kinds: [string, () => Promise<void>][] = [
    ['the bare call', () => post(`${judgeUrl}/chat/completions`, body)],
    ['one code scorer', () => score(['levenshtein'])],
    ['one judge scorer', () => score(rubrics(1))],
    ['6 judge scorers', () => score(rubrics(6))],
    ['12 judge scorers', () => score(rubrics(12))],
  ];
  const times = new Map<string, number[]>(kinds.map(([name]) => [name, []]));
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    // Taken in turns, so that whatever the machine does falls on all of them.
    for (const [name, run] of kinds) {
      const startedAt = performance.now();
      await run();
      if (round >= 0) times.get(name)?.push(performance.now() - startedAt);
    }
  }
  const medianOf = (name: string) => median(times.get(name) ?? []);
  const bare = medianOf('the bare call');
  for (const [name] of kinds) {
    const own = medianOf(name);
    console.log(
      `${name.padEnd(18)} ${own.toFixed(1).padStart(7)} ms  ${(own / bare).toFixed(2)} bare calls`,
    );
  }
  const outside = medianOf('one judge scorer') - bare;
  const inside = outside - medianOf('one code scorer');
  console.log(
    `\nA judge scorer adds ${outside.toFixed(1)} ms to the bare call, ${inside.toFixed(1)} ms more than a request without a judge takes.`,
  );
} finally {
  await worker.stop();
  await loopback.stop();
  await rm(folder, { recursive: true });
}

/** The request that the Worker sends for one scorer, so that the bare call is of the same size. */
async function askedBody(): Promise<string> {
  await score(rubrics(1));
  const told = await fetch(`${loopback.url}/plays/bench`);
  const { heard } = (await told.json()) as { heard: { body: object }[] };
  return JSON.stringify(heard[0]?.body);
}

async function play(name: string, steps: object[]): Promise<string> {
  await post(`${loopback.url}/plays/${name}`, JSON.stringify(steps));
  return `${loopback.url}/${name}/v1`;
}

function rubrics(count: number) {
  return Array.from({ length: count }, (_, i) => ({
    scorer: 'rubric',
    as: `rubric-${i}`,
    params: { criterion: `Criterion ${i}: it is polite.`, cache: 'off' },
  }));
}

async function score(scorers: unknown[]): Promise<void> {
  const sample = { input: 'Hello?', output: 'Good day to you.', expected: 'Good day!' };
  await post(`${worker.baseUrl}/v1/score`, JSON.stringify({ sample, scorers, store: 'none' }), {
    Authorization: `Bearer ${worker.apiKey}`,
  });
}

async function post(
  url: string,
  body: string,
  headers: Record<string, string> = {},
): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body,
  });
  const text = await response.text();
  if (!response.ok || text.includes('"status":"error"'))
    throw new Error(`${response.status} ${text}`);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
