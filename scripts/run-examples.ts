/**
 * `npm run examples`: runs each program in examples/, and the commands of the quickstart pages, against
 * the Worker on this machine.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalWorker } from './local-worker.ts';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'examples');
const PAGES = ['docs/quickstart.md', 'docs/quickstart-batches.md', 'docs/cli.md'];
const LONGEST_MS = 120_000;
/** Test runners, each with a folder of tests that use the matchers. */
const RUNNERS = [
  { folder: 'vitest', args: ['vitest', 'run'] },
  { folder: 'jest', args: ['jest'] },
];
type Runner = (typeof RUNNERS)[number];
const persistTo = await mkdtemp(join(tmpdir(), 'assay-examples-'));
const worker = await startLocalWorker({ persistTo, isVerbose: false });
try {
  const programs = (await readdir(folder)).filter((name) => name.endsWith('.ts')).sort();
  for (const program of programs) {
    await run(`examples/${program}`, process.execPath, [join(folder, program)]);
  }
  await runPython(join(folder, 'plain_http.py'));
  await runCiGate();
  // Twice: the first run is what the second is compared with.
  for (const runner of [...RUNNERS, ...RUNNERS]) await runTests(runner);
  for (const page of PAGES) {
    const blocks = (await readFile(join(root, page), 'utf8')).matchAll(/^```sh\n([\s\S]*?)^```/gm);
    const commands = [...blocks].map(([, block = '']) => block).join('\necho\n');
    await run(page, 'bash', ['-euo', 'pipefail', '-c', commands]);
  }
} finally {
  await worker.stop();
  await rm(persistTo, { recursive: true, force: true });
}

/** Skipped where there is no Python, which nothing else here needs. */
async function runPython(path: string): Promise<void> {
  if (spawnSync('python3', ['--version']).status !== 0)
    return console.log('\nNo python3: skipped.');
  await run('examples/plain_http.py', 'python3', [path]);
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
  } finally {
    await rm(repository, { recursive: true, force: true });
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
}

async function run(
  name: string,
  program: string,
  args: readonly string[],
  { cwd = process.cwd(), env = {}, ends = 0 }: Setting = {},
): Promise<void> {
  console.log(`\n${name}`);
  const child = spawn(program, args, {
    cwd,
    stdio: 'inherit',
    timeout: LONGEST_MS,
    env: { ...process.env, ...env, ASSAY_BASE_URL: worker.baseUrl, ASSAY_API_KEY: worker.apiKey },
  });
  const [code] = await once(child, 'exit');
  if (code !== ends) throw new Error(`${name} ended with ${code}, not ${ends}`);
}
