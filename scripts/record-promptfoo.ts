/**
 * `npm run import:record`: runs promptfoo, where PROMPTFOO names its program, over configurations
 * whose outputs are given, and keeps what it passed and failed beside them. A test holds the importer
 * to that.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';

const RECORDED = [
  { config: 'examples/import/support/promptfooconfig.yaml', results: 'results.json' },
  { config: 'sdk/testing/promptfoo/code-assertions.yaml', results: 'code-assertions.results.json' },
  { config: 'sdk/testing/promptfoo/conditions.yaml', results: 'conditions.results.json' },
  { config: 'sdk/testing/promptfoo/weights.yaml', results: 'weights.results.json' },
  { config: 'sdk/testing/promptfoo/javascript.yaml', results: 'javascript.results.json' },
  {
    config: 'sdk/testing/promptfoo/javascript-weights.yaml',
    results: 'javascript-weights.results.json',
  },
];

const run = promisify(execFile);
const root = join(import.meta.dirname, '..');
const program = process.env.PROMPTFOO;
if (!program) throw new Error('PROMPTFOO names no program.');
const folder = await mkdtemp(join(tmpdir(), 'assay-promptfoo-'));
try {
  for (const { config, results } of RECORDED) {
    const path = join(root, config);
    const out = join(folder, 'out.json');
    const flags = ['--no-cache', '--no-write', '--no-table', '--no-progress-bar', '-o', out];
    await run(process.execPath, [program, 'eval', '-c', basename(path), ...flags], {
      cwd: dirname(path),
      maxBuffer: 64 * 1024 * 1024,
      env: {
        ...process.env,
        PROMPTFOO_CONFIG_DIR: folder,
        PROMPTFOO_DISABLE_TELEMETRY: '1',
        PROMPTFOO_DISABLE_UPDATE: '1',
      },
    }).catch(() => {
      // It ends with an error where an assertion fails, as many do: what it wrote decides.
    });
    const written: Written = JSON.parse(await readFile(out, 'utf8'));
    const rows = written.results.results.map((result) => JSON.stringify(shortened(result)));
    const text = `{"results":{"results":[\n${rows.join(',\n')}\n]}}\n`;
    await writeFile(join(dirname(path), results), text);
    console.log(`${config}: ${rows.length} outputs`);
  }
} finally {
  await rm(folder, { recursive: true });
}

interface Written {
  results: { results: Result[] };
}

interface Result {
  testIdx: number;
  promptIdx: number;
  vars: unknown;
  provider: { id: string };
  prompt: { raw: string };
  response: { output: unknown; cost?: number };
  latencyMs: number;
  error?: string | null;
  success: boolean;
  score: number;
  gradingResult: {
    componentResults: { pass: boolean; score: number; assertion?: { type: string } }[];
  } | null;
}

/** What the importer reads, and what promptfoo made of it. */
function shortened(result: Result) {
  const { testIdx, promptIdx, vars, provider, prompt, response, success, score } = result;
  const { gradingResult, error } = result;
  return {
    testIdx,
    promptIdx,
    vars,
    provider: { id: provider.id },
    prompt: { raw: prompt.raw },
    response: { output: response.output, cost: response.cost },
    // Its own time differs from run to run, and no assertion here asks for it.
    latencyMs: 1,
    ...(error && { error }),
    success,
    score,
    components: gradingResult?.componentResults.map(({ pass, score: each, assertion }) => ({
      type: assertion?.type,
      pass,
      score: each,
    })),
  };
}
