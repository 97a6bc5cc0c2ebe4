import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { threadsMs } from './cpu-time.ts';
import { latenciesOf, scoreRequest } from './http.ts';
import type { LoadGenerator, Target } from './load.ts';
import type { LocalWorkerd } from './local-workerd.ts';
import { printHeading, printTable, verdictOn } from './print.ts';
import { type Pair, type Turns, takeTurns } from './turns.ts';

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

/** Measures Assay beside the server that one would write instead, in turns. */
export async function benchBeside(
  { assayUrl, apiKey }: LocalWorkerd,
  load: LoadGenerator,
  turns: Turns,
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
    const other: Target = { url: server.url, body, cpuMs: server.cpuMs };
    try {
      rows.push(toRow(beside, await takeTurns(load, assay, other, turns)));
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
      'quartiles',
      'target',
      '',
      'Assay p50/p99 ms',
      'Node p50/p99 ms',
    ],
    rows,
  );
}

function toRow({ name, least }: Beside, { ours, theirs, ratio, quartiles }: Pair): string[] {
  return [
    name,
    ours.perCpuSecond.toFixed(0),
    theirs.perCpuSecond.toFixed(0),
    ratio.toFixed(2),
    quartiles.map((each) => each.toFixed(2)).join('–'),
    `≥ ${least}`,
    verdictOn(ratio >= least),
    latenciesOf(ours),
    latenciesOf(theirs),
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
      cpuMs: () => threadsMs(pid),
      stop: () => server.kill(),
    };
  }
  throw new Error('the Node server ended before it listened');
}
