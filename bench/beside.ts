import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { cpuSecondsOf } from './cpu-time.ts';
import { type Rounds, scoreRequest } from './http.ts';
import { measureRate, type Rate, type Target } from './load.ts';
import type { LocalWorkerd } from './local-workerd.ts';
import { printHeading, printTable, verdictOn } from './print.ts';
import { median } from './statistics.ts';

interface Beside {
  name: string;
  rouge: boolean;
  /** The share of its rate by CPU time that Assay must reach. */
  least: number;
}

const BESIDE: readonly Beside[] = [
  { name: 'five scorers', rouge: true, least: 1 },
  { name: 'without ROUGE-L', rouge: false, least: 0.5 },
];

const WARM_UP_SECONDS = 3;

/** Measures Assay beside the server that one would write instead, in turns. */
export async function benchBeside(
  { assayUrl, apiKey }: LocalWorkerd,
  { count, seconds }: Rounds,
): Promise<void> {
  printHeading('Beside Hono on Node with zod, autoevals and js-rouge');
  const rows: string[][] = [];
  for (const beside of BESIDE) {
    const server = await startNodeServer(beside.rouge);
    const body = scoreRequest('none', beside.rouge);
    const assay: Target = {
      url: `${assayUrl}/v1/score`,
      headers: { Authorization: `Bearer ${apiKey}` },
      body,
    };
    const other: Target = { url: server.url, body, cpuSeconds: server.cpuSeconds };
    try {
      for (const target of [assay, other]) await measureRate(target, WARM_UP_SECONDS);
      const rounds: { ours: Rate; theirs: Rate }[] = [];
      for (let round = 0; round < count; round += 1) {
        const theirs = await measureRate(other, seconds);
        rounds.push({ theirs, ours: await measureRate(assay, seconds) });
      }
      rows.push(toRow(beside, rounds));
    } finally {
      server.stop();
    }
  }
  printTable(
    [
      'requests',
      'Assay, per CPU s',
      'Node, per CPU s',
      'ratio',
      'target',
      '',
      'Assay p50/p99 ms',
      'Node p50/p99 ms',
    ],
    rows,
  );
}

function toRow({ name, least }: Beside, rounds: readonly { ours: Rate; theirs: Rate }[]) {
  const middle = (read: (round: { ours: Rate; theirs: Rate }) => number) =>
    median(rounds.map(read));
  const ratio = middle(({ ours, theirs }) => ours.perCpuSecond / theirs.perCpuSecond);
  return [
    name,
    middle(({ ours }) => ours.perCpuSecond).toFixed(0),
    middle(({ theirs }) => theirs.perCpuSecond).toFixed(0),
    ratio.toFixed(2),
    `≥ ${least}`,
    verdictOn(ratio >= least),
    `${middle(({ ours }) => ours.p50Ms)}/${middle(({ ours }) => ours.p99Ms)}`,
    `${middle(({ theirs }) => theirs.p50Ms)}/${middle(({ theirs }) => theirs.p99Ms)}`,
  ];
}

async function startNodeServer(rouge: boolean) {
  const server: ChildProcess = spawn(
    process.execPath,
    [join(import.meta.dirname, 'node-server.ts')],
    {
      env: { ...process.env, ROUGE: rouge ? '1' : '0' },
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  const { stdout, pid } = server;
  if (stdout === null || pid === undefined) throw new Error('the Node server did not start');
  for await (const port of createInterface({ input: stdout })) {
    return {
      url: `http://127.0.0.1:${port}/score`,
      cpuSeconds: () => cpuSecondsOf(pid),
      stop: () => server.kill(),
    };
  }
  throw new Error('the Node server ended before it listened');
}
