/**
 * `npm run bench:log`: what the log of a project costs. Size and time of proofs at 1, 10,000 and 1,000,000
 * leaves, how many entries are sealed a second, and the share of the CPU of a stored score request that
 * hashing, outbox, sealing and signing have, alone and with encryption at rest and redaction before storing. `--quick` leaves out the million.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { workerdThreadsMs } from './cpu-time.ts';
import { storedRequestOf } from './http.ts';
import { measureProofs } from './log-proofs.ts';
import { type LogWorker, startLogWorker } from './log-worker.ts';
import { printHeading, printTable, verdictOn } from './print.ts';

const TURN_REQUESTS = 160;
const TURNS = 24;
const AT_ONCE = 8;
const SEALED = 20_000;
const MOST_SHARE = 0.1;

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
const folder = await mkdtemp(join(tmpdir(), 'assay-log-'));
try {
  printHeading('Proofs, in this process');
  const sizes = [1, 10_000, ...(values.quick ? [] : [1_000_000])];
  printTable(
    ['leaves', 'inclusion', 'made in', 'verified in', 'consistency', 'made in', 'append a second'],
    await measureProofs(sizes),
  );
  const worker = await startLogWorker(folder);
  try {
    await measureShares(worker);
    await measureSealing(worker);
  } finally {
    await worker.stop();
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** Entries a second of the sealing that runs each minute, on rows of stored verdicts. */
async function measureSealing(worker: LogWorker): Promise<void> {
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
}

/** A request to be stored, whose CPU is compared with that of one whose verdict is stored and nothing else. */
interface Case {
  title: string;
  /** Whether a deployment has it by itself. */
  setting: 'default' | 'opt-in';
  /** False where scoring is part of it, as redaction runs detectors. */
  hasTarget: boolean;
  url: string;
  more?: Record<string, unknown>;
}

async function measureShares(worker: LogWorker): Promise<void> {
  const { url, encryptingUrl } = worker;
  const redacted = [{ scorer: 'detect-pii', params: { kinds: ['email', 'phone'] } }];
  const cases: Case[] = [
    { title: 'log', setting: 'default', hasTarget: true, url },
    { title: 'log, encryption', setting: 'opt-in', hasTarget: true, url: encryptingUrl },
    {
      ...{ title: 'log, encryption, redaction of e-mails and phones', url: encryptingUrl },
      setting: 'opt-in',
      hasTarget: false,
      more: { redact: { stored: redacted } },
    },
  ];
  const rows: string[][] = [];
  for (const [index, each] of cases.entries()) {
    rows.push(await shareOf(worker, each, (index + 1) * 1e7));
  }
  printHeading(`CPU of a stored score request of five code scorers (µs, median of ${TURNS} turns)`);
  printTable(
    ['with', 'setting', 'without', 'with it', 'difference', 'sealing, later', 'share', 'target'],
    rows,
  );
}

/** The CPU of stored requests with a part and without any, in turns, and that of sealing them. */
async function shareOf(
  worker: LogWorker,
  { title, setting, hasTarget, url, more }: Case,
  from: number,
): Promise<string[]> {
  const whole = { url, ...(more !== undefined && { more }) };
  const bare = { url: worker.bareUrl };
  const whileSealing = async () => {
    while ((await worker.pending()) > 0) await worker.seal();
  };
  await store(worker, whole, from, TURN_REQUESTS * 3);
  await store(worker, bare, from + 1e6, TURN_REQUESTS * 3);
  await whileSealing();
  const turns: number[][] = [];
  for (let turn = 1; turn <= TURNS; turn++) {
    const start = from + turn * TURN_REQUESTS * 4;
    const ofWhole = () => cpuOf(() => store(worker, whole, start, TURN_REQUESTS));
    const ofBare = () => cpuOf(() => store(worker, bare, 1e6 + start, TURN_REQUESTS));
    // In both orders, so that what the machine does meets both alike.
    const isFirst = turn % 2 === 0;
    const before = isFirst ? await ofWhole() : await ofBare();
    const after = isFirst ? await ofBare() : await ofWhole();
    const [request, floor] = isFirst ? [before, after] : [after, before];
    turns.push([floor, request, request - floor]);
  }
  const column = (index: number) => median(turns.map((row) => row[index] ?? Number.NaN));
  const [floor, request, difference] = [column(0), column(1), column(2)];
  const seal = (await cpuOf(whileSealing)) / TURNS;
  const share = (difference + seal) / (request + seal);
  return [
    title,
    setting,
    ...[floor, request, difference, seal].map((each) => each.toFixed(0)),
    `${(share * 100).toFixed(1)}%`,
    hasTarget ? `at most ${MOST_SHARE * 100}%: ${verdictOn(share <= MOST_SHARE)}` : '',
  ];
}

/** CPU of a turn in microseconds a request. */
async function cpuOf(work: () => Promise<void>): Promise<number> {
  const before = workerdThreadsMs();
  await work();
  return ((workerdThreadsMs() - before) * 1_000) / TURN_REQUESTS;
}

async function store(
  { key }: LogWorker,
  { url, more = {} }: Pick<Case, 'url' | 'more'>,
  start: number,
  count: number,
): Promise<void> {
  for (let i = start; i < start + count; i += AT_ONCE) {
    const seeds = Array.from({ length: Math.min(AT_ONCE, start + count - i) }, (_, j) => i + j);
    await Promise.all(
      seeds.map(async (seed) => {
        const answer = await fetch(`${url}/v1/score`, {
          method: 'POST',
          headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
          body: JSON.stringify({ ...JSON.parse(storedRequestOf(seed)), ...more }),
        });
        const text = await answer.text();
        if (!answer.ok) throw new Error(`/v1/score: ${answer.status} ${text}`);
      }),
    );
  }
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}
