/**
 * `npm run bench:binding`: a Worker asks Assay for verdicts over a service binding and over HTTP, in
 * turns. Ratios of one run count; the milliseconds are those of the machine.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ScoreOneRequest } from '@assay/schema/types.ts';
import type { Task } from './caller/index.ts';
import { scoreRequest } from './http.ts';
import { type BoundWorkerd, startBoundWorkerd } from './local-workerd.ts';
import { printHeading, printTable } from './print.ts';
import { median } from './statistics.ts';
import { prose } from './texts.ts';

const isQuick = process.argv.includes('--quick');
const ROUNDS = isQuick ? 7 : 25;
const CALLS = isQuick ? 30 : 100;
const WAYS = ['nothing', 'http', 'binding'] as const;

const small: ScoreOneRequest = JSON.parse(scoreRequest('none'));
const stored: ScoreOneRequest = { ...small, store: 'now' };
const contexts = Array.from({ length: 20 }, (_, i) => prose(10_000, i));
const large: ScoreOneRequest = {
  sample: { output: 'Paris', expected: 'Paris', contexts },
  scorers: ['exact-match'],
  store: 'none',
};

const folder = await mkdtemp(join(tmpdir(), 'assay-bench-'));
const workerd = await startBoundWorkerd(folder, {
  caller: join(import.meta.dirname, 'caller', 'wrangler.toml'),
});
try {
  printHeading('One verdict at a time, asked for by a Worker');
  const rows = [
    await compare('five code scorers on 500 characters, `store: "none"`', small, workerd),
    await compare('the same, `store: "now"`', stored, workerd),
    await compare('`exact-match` with 200 KB of contexts, `store: "none"`', large, workerd),
  ];
  printTable(['request', 'HTTP, ms', 'binding, ms', 'binding / HTTP', 'range'], rows);
} finally {
  await workerd.stop();
  await rm(folder, { recursive: true, force: true });
}

async function compare(
  name: string,
  request: ScoreOneRequest,
  workerd: BoundWorkerd,
): Promise<string[]> {
  const times: Record<(typeof WAYS)[number], number[]> = { nothing: [], http: [], binding: [] };
  for (let round = -2; round < ROUNDS; round += 1) {
    // Taken in turns, so that whatever the machine does falls on all of them.
    for (const way of WAYS) {
      const ms = await timeOf({ way, request }, workerd);
      if (round >= 0) times[way].push(ms);
    }
  }
  // What asking the caller takes is no part of what the caller does.
  const asking = median(times.nothing);
  const perCall = (ms: number) => (ms - asking) / CALLS;
  const http = times.http.map(perCall);
  const binding = times.binding.map(perCall);
  const ratios = binding.map((ms, i) => ms / (http[i] ?? Number.NaN));
  return [
    name,
    median(http).toFixed(2),
    median(binding).toFixed(2),
    median(ratios).toFixed(2),
    `${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}`,
  ];
}

async function timeOf(
  task: Pick<Task, 'way' | 'request'>,
  { urls, assayUrl, apiKey }: BoundWorkerd,
): Promise<number> {
  const body = JSON.stringify({ ...task, calls: CALLS, baseUrl: assayUrl, apiKey });
  const startedAtMs = performance.now();
  const answer = await fetch(`${urls.get('caller')}`, { method: 'POST', body });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${task.way}: ${answer.status} ${text}`);
  return performance.now() - startedAtMs;
}
