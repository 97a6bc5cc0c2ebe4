/**
 * `npm run bench:experiments`: answers a second of an experiment whose target takes 200 ms, by how many
 * calls are made at once; and beside promptfoo's `eval` on the same prompts, target and assertions where
 * PROMPTFOO names its program. `--quick` asks for fewer answers, `--calls=4,16` chooses how many at once.
 */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import type { Experiment, ExperimentInput } from '@assay/schema/types.ts';
import { AUTHORIZATION, startBatchWorker } from './batch-worker.ts';
import { printHeading, printTable } from './print.ts';

const TARGET_MS = 200;
const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '30' },
    calls: { type: 'string', default: '4,16,64' },
  },
});
const CONCURRENCY = values.calls.split(',').map(Number);
/** Answers for each call at once. */
const ROUNDS = values.quick ? 10 : Number(values.rounds);
const run = promisify(execFile);

interface Run {
  /** Of the whole run. */
  seconds: number;
  /** From the first request that the target gets to the last answer that it gives. */
  askingSeconds: number;
}

interface Measured {
  concurrency: number;
  answers: number;
  assay: Run;
  promptfoo: Run | undefined;
}

/** When the target was asked first, and answered last. */
let asked = { firstMs: 0, lastMs: 0 };

const folder = await mkdtemp(join(tmpdir(), 'assay-bench-experiments-'));
const target = createServer(async (request, response) => {
  if (asked.firstMs === 0) asked.firstMs = performance.now();
  const body: Buffer[] = [];
  for await (const chunk of request) body.push(chunk);
  const { prompt } = JSON.parse(Buffer.concat(body).toString());
  await new Promise((resolve) => setTimeout(resolve, TARGET_MS));
  response.writeHead(200, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify({ output: prompt.replace('Answer: ', '') }));
  asked.lastMs = performance.now();
});
target.listen(0, '127.0.0.1');
await once(target, 'listening');
const url = `http://127.0.0.1:${(target.address() as AddressInfo).port}/answer`;
// The local runtime has no limit of connections, so that one invocation makes all calls of a target.
const worker = await startBatchWorker(join(folder, 'code'), { ASSAY_EXPERIMENT_CONCURRENCY: '64' });
try {
  // The first experiment meets cold code, which is not what is measured.
  await timeAssay(4, 8);
  const program = process.env.PROMPTFOO;
  const startup = program === undefined ? undefined : await timePromptfoo(program, 1, 1);
  const measured: Measured[] = [];
  for (const concurrency of CONCURRENCY) {
    const answers = concurrency * ROUNDS;
    measured.push({
      ...{ concurrency, answers },
      assay: await timed(() => timeAssay(concurrency, answers)),
      promptfoo:
        program === undefined
          ? undefined
          : await timed(() => timePromptfoo(program, concurrency, answers)),
    });
  }
  report(measured, startup);
} finally {
  await worker.stop();
  target.close();
  target.closeAllConnections();
  await rm(folder, { recursive: true, force: true });
}

async function timed(run: () => Promise<number>): Promise<Run> {
  asked = { firstMs: 0, lastMs: 0 };
  const seconds = await run();
  return { seconds, askingSeconds: (asked.lastMs - asked.firstMs) / 1000 };
}

/** Seconds from the request to the last verdict. */
async function timeAssay(concurrency: number, answers: number): Promise<number> {
  const input: ExperimentInput = {
    variants: [
      { name: 'v', target: { url, body: { prompt: '{{prompt}}' } }, prompt: 'Answer: {{input}}' },
    ],
    samples: Array.from({ length: answers }, (_, i) => ({
      ...{ id: `s${i}`, input: `question ${i}`, expected: `question ${i}` },
    })),
    scorers: ['exact-match', 'contains'],
    concurrency,
  };
  const startedAtMs = performance.now();
  const made = await fetch(`${worker.url}/v1/experiments`, {
    method: 'POST',
    headers: { ...AUTHORIZATION, 'Content-Type': 'application/json' },
    body: JSON.stringify(input),
  });
  if (!made.ok) throw new Error(`POST /v1/experiments: ${made.status} ${await made.text()}`);
  const { id }: Experiment = await made.json();
  for (;;) {
    const found = await fetch(`${worker.url}/v1/experiments/${id}`, { headers: AUTHORIZATION });
    const { endedAt, counts }: Experiment = await found.json();
    if (endedAt !== null) {
      if (counts.scoring.passed !== answers) {
        throw new Error(`${counts.scoring.passed} of ${answers} answers passed`);
      }
      return (performance.now() - startedAtMs) / 1000;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Seconds of its whole run, for it is used as a program. @throws Error if it did not pass all of them */
async function timePromptfoo(
  program: string,
  concurrency: number,
  answers: number,
): Promise<number> {
  const config = join(folder, 'promptfoo.json');
  const out = join(folder, 'promptfoo-out.json');
  await rm(out, { force: true });
  const tests = Array.from({ length: answers }, (_, i) => ({
    vars: { input: `question ${i}` },
    assert: [
      { type: 'equals', value: `question ${i}` },
      { type: 'contains', value: `question ${i}` },
    ],
  }));
  const provider = {
    id: 'http',
    config: {
      url,
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: { prompt: '{{prompt}}' },
      transformResponse: 'json.output',
    },
  };
  await writeFile(
    config,
    JSON.stringify({ prompts: ['Answer: {{input}}'], providers: [provider], tests }),
  );
  const flags = ['--no-cache', '--no-write', '--no-table', '--no-progress-bar', '-o', out];
  const startedAtMs = performance.now();
  await run(program, ['eval', '-c', config, '-j', String(concurrency), ...flags], {
    cwd: folder,
    maxBuffer: 64 * 1024 * 1024,
    env: {
      ...process.env,
      PROMPTFOO_CONFIG_DIR: folder,
      PROMPTFOO_DISABLE_TELEMETRY: '1',
      PROMPTFOO_DISABLE_UPDATE: '1',
    },
  });
  const seconds = (performance.now() - startedAtMs) / 1000;
  const { results }: { results: { stats: { successes: number } } } = JSON.parse(
    await readFile(out, 'utf8'),
  );
  if (results.stats.successes !== answers) {
    throw new Error(`promptfoo passed ${results.stats.successes} of ${answers} answers`);
  }
  return seconds;
}

function report(measured: readonly Measured[], startup: number | undefined): void {
  printHeading(`Answers a second of a target of ${TARGET_MS} ms, by calls at once`);
  console.log(
    'The ceiling is what so many calls at once of such a target give: nobody can be faster. A share is of it: of the whole run, and of the time in which the target is asked.\n',
  );
  printTable(
    [
      ...['at once', 'answers', 'ceiling /s', 'Assay', 'asking', 'promptfoo', 'asking'],
      ...['possible', 'ratio', 'less its start'],
    ],
    measured.map(({ concurrency, answers, assay, promptfoo }) => {
      const ceiling = (concurrency * 1000) / TARGET_MS;
      const share = (seconds: number) => `${((100 * answers) / seconds / ceiling).toFixed(0)}%`;
      const times = (seconds: number) => `${(seconds / assay.seconds).toFixed(2)}×`;
      return [
        ...[String(concurrency), String(answers), ceiling.toFixed(0)],
        ...[share(assay.seconds), share(assay.askingSeconds)],
        ...(promptfoo === undefined
          ? ['–', '–', '–', '–', '–']
          : [
              ...[share(promptfoo.seconds), share(promptfoo.askingSeconds)],
              `${(promptfoo.seconds / (answers / ceiling)).toFixed(2)}×`,
              ...[times(promptfoo.seconds), times(promptfoo.seconds - (startup ?? 0))],
            ]),
      ];
    }),
  );
}
