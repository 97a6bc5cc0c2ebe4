/**
 * `npm run bench:traces`: what the intake of live traces costs. Spans a CPU second from the bytes of an
 * export to the statements for the database, beside decoding alone, and 10,000 spans in one request in a
 * process with the memory of an isolate. `--quick` takes fewer turns.
 */
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { decodeSpans } from '../worker/testing/otlp-messages.ts';
import { printHeading, printTable, verdictOn } from './print.ts';
import { createIntake, decodeAlone } from './trace-intake.ts';
import { exportOf } from './trace-spans.ts';

const SPANS = 10_000;
const MOST_SPANS_A_TURN = 2_000;
const LEAST_RATIO = 0.5;
/** An isolate has 128 MB; what is not the heap, such as the request itself, is in the rest. */
const HEAP_MB = 96;

const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, 'one-request': { type: 'string' } },
});

if (values['one-request'] !== undefined) await takeOneRequest(values['one-request']);
else await compare(values.quick ? 6 : 20);

/** Alternates the two, so that what else the machine does meets both. */
async function compare(turns: number): Promise<void> {
  const intake = createIntake();
  const bytes = exportOf(MOST_SPANS_A_TURN);
  const [generated, alone, whole]: [number[], number[], number[]] = [[], [], []];
  for (let turn = -3; turn < turns; turn += 1) {
    const reference = await cpuMsOf(async () => void decodeSpans(bytes));
    const decoding = await cpuMsOf(async () => void decodeAlone(bytes));
    const taking = await cpuMsOf(() => intake(bytes));
    // The first turns meet cold code.
    if (turn < 0) continue;
    generated.push(reference);
    alone.push(decoding);
    whole.push(taking);
  }
  const taking = rateOf(whole);
  printHeading('Intake, in this process');
  const kilobytes = bytes.length / MOST_SPANS_A_TURN / 1_000;
  console.log(`Spans of ${kilobytes.toFixed(2)} kB.\n`);
  const row = (what: string, rate: number, isTarget: boolean) => [
    ...[what, Math.round(rate).toLocaleString('en'), (taking / rate).toFixed(2)],
    isTarget ? verdictOn(taking / rate >= LEAST_RATIO) : '',
  ];
  printTable(
    ['what', 'spans a CPU second', 'intake beside it', `at least ${LEAST_RATIO}`],
    [
      row('decoding alone, by the generated code of OpenTelemetry', rateOf(generated), true),
      row('decoding alone, by the reader of the Worker', rateOf(alone), false),
      row('intake', taking, false),
    ],
  );
  printHeading(`${SPANS.toLocaleString('en')} spans in one request`);
  printTable(['heap limit', 'request', 'heap used after it', 'within'], [await oneRequest()]);
}

/** Runs it in a process of its own, whose heap is limited. */
async function oneRequest(): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-traces-'));
  const file = join(folder, 'export.bin');
  const argv = [`--max-old-space-size=${HEAP_MB}`, import.meta.filename, `--one-request=${file}`];
  try {
    await writeFile(file, exportOf(SPANS));
    const { bytes, heapMb } = JSON.parse(
      execFileSync(process.execPath, argv, { encoding: 'utf8' }),
    );
    const megabytes = `${(bytes / 1e6).toFixed(1)} MB`;
    return [`${HEAP_MB} MB`, megabytes, `${heapMb.toFixed(0)} MB`, verdictOn(true)];
  } catch {
    return [`${HEAP_MB} MB`, '', 'more', verdictOn(false)];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function takeOneRequest(file: string): Promise<void> {
  const intake = createIntake();
  const bytes = new Uint8Array(await readFile(file));
  await intake(bytes);
  const heapMb = process.memoryUsage().heapUsed / 1e6;
  console.log(JSON.stringify({ bytes: bytes.length, heapMb }));
}

async function cpuMsOf(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

/** Spans a CPU second, by the median turn. */
function rateOf(turnsMs: readonly number[]): number {
  const median = turnsMs.toSorted((a, b) => a - b)[Math.floor(turnsMs.length / 2)] ?? Number.NaN;
  return (MOST_SPANS_A_TURN * 1_000) / median;
}
