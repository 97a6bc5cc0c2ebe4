/**
 * `npm run examples`: runs each program in examples/, and the commands of the quickstart pages, against
 * the Worker on this machine.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
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
}

async function run(
  name: string,
  program: string,
  args: readonly string[],
  { cwd = process.cwd(), env = {} }: Setting = {},
): Promise<void> {
  console.log(`\n${name}`);
  const child = spawn(program, args, {
    cwd,
    stdio: 'inherit',
    timeout: LONGEST_MS,
    env: { ...process.env, ...env, ASSAY_BASE_URL: worker.baseUrl, ASSAY_API_KEY: worker.apiKey },
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${name} ended with ${code}`);
}
