/**
 * `npm run examples`: runs each program in examples/, and the commands of the quickstart pages, against
 * the Worker on this machine.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startUpstream } from '../bench/gateway-upstream.ts';
import { type JudgeQuality, startScriptedJudge } from '../bench/scripted-judge.ts';
import { startScriptedWriter } from '../bench/scripted-writer.ts';
import type { CalibrationLabel } from '../schema/types.ts';
import { type LocalWorker, startLocalWorker } from './local-worker.ts';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'examples');
const PAGES = [
  'docs/quickstart.md',
  'docs/quickstart-batches.md',
  'docs/cli.md',
  'docs/live-traffic.md',
];
const LONGEST_MS = 120_000;
/** Test runners, each with a folder of tests that use the matchers. */
const RUNNERS = [
  { folder: 'vitest', args: ['vitest', 'run'] },
  { folder: 'jest', args: ['jest'] },
];
type Runner = (typeof RUNNERS)[number];
const persistTo = await mkdtemp(join(tmpdir(), 'assay-examples-'));
const shared = await startLocalWorker({ persistTo, isVerbose: false });
// The tasks of every minute, more often: nobody waits for an example.
const tasks = setInterval(() => void runTasks(shared), 5_000);
try {
  const programs = (await readdir(folder)).filter((name) => name.endsWith('.ts')).sort();
  for (const program of programs) {
    await run(`examples/${program}`, process.execPath, [join(folder, program)]);
  }
  await runPython(join(folder, 'plain_http.py'));
  await runGateway();
  await runCiGate();
  await runPipeline();
  await run('examples/experiments-in-git', 'bash', [join(folder, 'experiments-in-git', 'try.sh')]);
  // Twice: the first run is what the second is compared with.
  for (const runner of [...RUNNERS, ...RUNNERS]) await runTests(runner);
  for (const page of PAGES) {
    const blocks = (await readFile(join(root, page), 'utf8')).matchAll(/^```sh\n([\s\S]*?)^```/gm);
    const commands = [...blocks].map(([, block = '']) => block).join('\necho\n');
    await run(page, 'bash', ['-euo', 'pipefail', '-c', commands]);
  }
} finally {
  clearInterval(tasks);
  await shared.stop();
  await rm(persistTo, { recursive: true, force: true });
}

async function runTasks({ baseUrl }: LocalWorker): Promise<void> {
  const everyMinute = `${baseUrl}/cdn-cgi/handler/scheduled?cron=*+*+*+*+*`;
  // One that fails while the Worker stops is no fault of an example.
  await fetch(everyMinute, { signal: AbortSignal.timeout(30_000) }).catch(() => undefined);
}

/** Skipped where there is no Python, which nothing else here needs. */
async function runPython(path: string): Promise<void> {
  if (spawnSync('python3', ['--version']).status !== 0)
    return console.log('\nNo python3: skipped.');
  await run('examples/plain_http.py', 'python3', [path]);
}

/** An application behind the gateway, with a Worker whose provider is scripted. */
async function runGateway(): Promise<void> {
  const upstream = await startUpstream();
  process.env.ASSAY_PROVIDERS = JSON.stringify({ shop: { baseUrl: upstream.baseUrl } });
  const state = await mkdtemp(join(tmpdir(), 'assay-gateway-'));
  const worker = await startLocalWorker({ persistTo: state, isVerbose: false });
  try {
    process.env.ASSAY_MODEL = 'shop/bench';
    const program = join(folder, 'gateway', 'chat.ts');
    await run('examples/gateway/chat.ts', process.execPath, [program], { worker });
  } finally {
    delete process.env.ASSAY_PROVIDERS;
    delete process.env.ASSAY_MODEL;
    await worker.stop();
    await upstream.stop();
    await rm(state, { recursive: true, force: true });
  }
}

/** What a repository with the packed package goes through: a first run, one that holds, one that got worse. */
async function runCiGate(): Promise<void> {
  const repository = await mkdtemp(join(tmpdir(), 'assay-ci-gate-'));
  try {
    await cp(join(folder, 'ci-gate'), repository, { recursive: true });
    const answers = (await readFile(join(folder, 'support-answers.jsonl'), 'utf8')).trim();
    await writeFile(join(repository, 'answers.jsonl'), `${answers}\n`);
    await writeFile(join(repository, 'worse.jsonl'), `${withoutMost(answers)}\n`);
    await writeFile(join(repository, 'package.json'), '{ "private": true }\n');
    const setting = { cwd: repository };
    const pack = ['pack', '--silent', '--ignore-scripts', '--pack-destination', repository];
    await run('examples/ci-gate: pack', 'npm', pack, { cwd: join(root, 'sdk') });
    const packed = (await readdir(repository)).filter((name) => name.endsWith('.tgz'));
    const install = ['install', '--no-audit', '--no-fund', ...packed.map((name) => `./${name}`)];
    await run('examples/ci-gate: install', 'npm', install, setting);
    for (const [branch, file, ends] of [
      ['main', 'answers.jsonl', 0],
      ['topic', 'answers.jsonl', 0],
      ['topic', 'worse.jsonl', 1],
    ] as const) {
      const args = ['gate.sh', branch, file];
      await run(`examples/ci-gate: ${branch}, ${file}`, 'bash', args, { ...setting, ends });
    }
    // A judge that agrees with people passes, one that guesses does not.
    await runCalibration(repository, { sensitivity: 1, specificity: 1 }, 0);
    await runCalibration(repository, { sensitivity: 0.5, specificity: 0.5 }, 1);
  } finally {
    await rm(repository, { recursive: true, force: true });
  }
}

/** Calibrates a judge that is right as often as told, which a model on this machine could be. */
async function runCalibration(
  repository: string,
  quality: JudgeQuality,
  ends: number,
): Promise<void> {
  const text = await readFile(join(folder, 'ci-gate', 'labels.jsonl'), 'utf8');
  const labels = text
    .trim()
    .split('\n')
    .map((line): CalibrationLabel => JSON.parse(line));
  const people = labels.map(({ value }) => Number(value));
  const judge = await startScriptedJudge(people, { levels: 2, seed: 7 }, quality);
  process.env.ASSAY_JUDGE_BASE_URL = judge.baseUrl;
  process.env.ASSAY_JUDGE_MODEL = 'scripted';
  const state = await mkdtemp(join(tmpdir(), 'assay-calibration-'));
  const judged = await startLocalWorker({ persistTo: state, isVerbose: false });
  try {
    const marked = labels.map((label, i) => {
      const input = `${label.sample.input} ${judge.mark(i)}`;
      return JSON.stringify({ ...label, sample: { ...label.sample, input } });
    });
    const file = join(state, 'labels.jsonl');
    await writeFile(file, `${marked.join('\n')}\n`);
    const scorer = { scorer: 'rubric', params: { criterion: 'The answer is right and polite.' } };
    const args = ['calibrate.sh', file, JSON.stringify(scorer)];
    const name = `examples/ci-gate: calibrate a judge with sensitivity ${quality.sensitivity}`;
    await run(name, 'bash', args, { cwd: repository, ends, worker: judged });
  } finally {
    await judged.stop();
    await judge.stop();
    await rm(state, { recursive: true, force: true });
  }
}

/** Tries a pipeline whose models are played, by a Worker that knows their server. */
async function runPipeline(): Promise<void> {
  const models = await startScriptedWriter('Write to maria.keller@posteo.de, any time.');
  process.env.ASSAY_JUDGE_BASE_URL = models.baseUrl;
  const state = await mkdtemp(join(tmpdir(), 'assay-pipeline-'));
  const worker = await startLocalWorker({ persistTo: state, isVerbose: false });
  try {
    await run('examples/pipeline', 'bash', [join(folder, 'pipeline', 'try.sh')], { worker });
  } finally {
    await worker.stop();
    await models.stop();
    await rm(state, { recursive: true, force: true });
  }
}

/** The same samples, most of their answers broken. */
function withoutMost(lines: string): string {
  const worse = lines.split('\n').map((line, i) => {
    const sample = JSON.parse(line);
    return i % 4 === 0
      ? line
      : JSON.stringify({ ...sample, output: 'So so so so so so so so. '.repeat(9) });
  });
  return worse.join('\n');
}

async function runTests({ folder: name, args: [program = '', ...args] }: Runner): Promise<void> {
  const bin = join(root, 'node_modules', '.bin', program);
  const cwd = join(folder, name);
  // Jest runs ES modules only when Node.js is told to.
  await run(`examples/${name}`, bin, args, {
    cwd,
    env: { NODE_OPTIONS: '--experimental-vm-modules --no-warnings' },
  });
}

interface Setting {
  cwd?: string;
  env?: Record<string, string>;
  /** The exit code that it must end with. */
  ends?: number;
  /** The Worker it talks to, if not the one of all. */
  worker?: LocalWorker;
}

async function run(
  name: string,
  program: string,
  args: readonly string[],
  { cwd = process.cwd(), env = {}, ends = 0, worker = shared }: Setting = {},
): Promise<void> {
  console.log(`\n${name}`);
  const child = spawn(program, args, {
    cwd,
    stdio: 'inherit',
    timeout: LONGEST_MS,
    env: {
      ...process.env,
      // A busy machine is no fault of an example: exporters give up after 10 s by default.
      OTEL_EXPORTER_OTLP_TIMEOUT: '60000',
      ...env,
      ASSAY_BASE_URL: worker.baseUrl,
      ASSAY_API_KEY: worker.apiKey,
    },
  });
  const [code] = await once(child, 'exit');
  if (code !== ends) throw new Error(`${name} ended with ${code}, not ${ends}`);
}
