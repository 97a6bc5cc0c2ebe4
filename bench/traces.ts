/**
 * `npm run bench:traces`: what the intake of live traces costs. Spans a CPU second from the bytes of an
 * export to the statements for the database, beside decoding alone, and 10,000 spans in one request to
 * the Worker in workerd, with the memory of an isolate. `--quick` takes fewer turns, `--memory` only the
 * latter.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { decodeSpans } from '../worker/testing/otlp-messages.ts';
import { printHeading, printTable, verdictOn } from './print.ts';
import { createIntake, decodeAlone } from './trace-intake.ts';
import { takeInWorkerd } from './trace-memory.ts';
import { exportOf } from './trace-spans.ts';
import { build, root } from './wrangler.ts';

const SPANS = 10_000;
const MOST_SPANS_A_TURN = 2_000;
const LEAST_RATIO = 0.5;
/** An isolate has 128 MB; what is not the heap, such as the request itself, is in the rest. */
const HEAP_MB = 96;
/** Smaller heaps, to see what it takes. */
const SMALLER_MB = [64, 48, 32];

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    memory: { type: 'boolean', default: false },
  },
});

if (!values.memory) await compare(values.quick ? 6 : 20);
await measureMemory(values.quick ? [] : SMALLER_MB);

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
}

/** Sends all spans in one request, with the heap of an isolate and with smaller ones, until one is too small. */
async function measureMemory(smallerMb: readonly number[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-traces-'));
  try {
    const script = await build(join(root, 'wrangler.toml'), join(folder, 'assay'));
    const rows: string[][] = [];
    for (const encoding of ['protobuf', 'json'] as const) {
      for (const heapMb of [HEAP_MB, ...smallerMb]) {
        const taken = await takeInWorkerd({ folder, script }, { encoding, spans: SPANS, heapMb });
        const figures = taken && [taken.requestMb, taken.beforeMb, taken.heapMb, taken.buffersMb];
        rows.push([
          ...[encoding, `${heapMb} MB`],
          ...(figures ?? Array(4).fill(Number.NaN)).map(megabytes),
          ...[taken === undefined ? 'no' : 'yes', heapMb === HEAP_MB ? verdictOn(!!taken) : ''],
        ]);
        if (taken === undefined) break;
      }
    }
    printHeading(`${SPANS.toLocaleString('en')} spans in one request, in workerd`);
    const sizes = ['request', 'heap before it', 'most of the heap seen', 'buffers'];
    printTable(['encoding', 'heap limit', ...sizes, 'taken', 'within the limit'], rows);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function megabytes(size: number): string {
  return Number.isFinite(size) ? `${size.toFixed(0)} MB` : '';
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
