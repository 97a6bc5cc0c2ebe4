import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { DEVELOPMENT_KEY } from '../worker/features/auth/development.ts';

const root = join(import.meta.dirname, '..');
const wrangler = join(root, 'node_modules', '.bin', 'wrangler');
/** The folder of the database that `npm run dev` keeps. */
export const LOCAL_STATE = join(root, '.wrangler', 'state');
const READY_TIMEOUT_MS = 240_000;
const OFFLINE = {
  // wrangler answers its own questions with their defaults, so that nothing waits for a person.
  CI: '1',
  WRANGLER_SEND_METRICS: 'false',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  FORCE_COLOR: '0',
};

interface LocalWorkerOptions {
  /** Port on 127.0.0.1; a free one if omitted. */
  port?: number;
  /** Folder that keeps the local database. */
  persistTo: string;
  /** Whether the Worker's own output is shown. */
  isVerbose: boolean;
}

export interface LocalWorker {
  baseUrl: string;
  apiKey: string;
  process: ChildProcess;
  stop(): Promise<void>;
}

/**
 * Migrates a local database and starts the Worker on it, offline.
 *
 * @throws Error with what the Worker printed, when it does not become ready
 */
export async function startLocalWorker(options: LocalWorkerOptions): Promise<LocalWorker> {
  const port = await freePort(options.port);
  await migrate(options.persistTo);
  const judges = await writeJudges(options.persistTo);
  const output: string[] = [];
  const child = runWrangler(
    [
      'dev',
      '--local',
      '--ip=127.0.0.1',
      `--port=${port}`,
      '--inspector-port=0',
      '--show-interactive-dev-session=false',
      `--persist-to=${options.persistTo}`,
      '--var=ASSAY_ENVIRONMENT:development',
      `--env-file=${judges}`,
    ],
    (text) => {
      output.push(text);
      if (options.isVerbose) process.stdout.write(text);
    },
  );
  const worker: LocalWorker = {
    baseUrl: `http://127.0.0.1:${port}`,
    apiKey: DEVELOPMENT_KEY,
    process: child,
    stop: () => stop(child),
  };
  try {
    await untilReady(worker);
  } catch (cause) {
    await worker.stop();
    throw new Error(`The Worker did not become ready.\n${output.slice(-20).join('')}`, { cause });
  }
  return worker;
}

// Those that tell the scripts themselves where to go are not the Worker's.
const PASSED_ON = /^ASSAY_(?!BASE_URL$|API_KEY$|ENVIRONMENT$)/;

/** Hands the environment's variables to the Worker, in a file: a command line would show their keys. */
async function writeJudges(folder: string): Promise<string> {
  const lines = Object.entries(process.env)
    .filter(([name]) => PASSED_ON.test(name))
    .map(([name, value = '']) => `${name}=${quote(name, value)}\n`);
  await mkdir(folder, { recursive: true });
  const path = join(folder, 'judges.env');
  await writeFile(path, lines.join(''), { mode: 0o600 });
  process.once('exit', () => rmSync(path, { force: true }));
  return path;
}

async function migrate(persistTo: string): Promise<void> {
  const output: string[] = [];
  const child = runWrangler(
    ['d1', 'migrations', 'apply', 'DB', '--local', `--persist-to=${persistTo}`],
    (text) => output.push(text),
  );
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (code !== 0) throw new Error(`The local database could not be migrated.\n${output.join('')}`);
}

function runWrangler(args: string[], onOutput: (text: string) => void): ChildProcess {
  const child = spawn(wrangler, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...OFFLINE },
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', onOutput);
  }
  // Whatever ends this process ends it too.
  const end = () => child.kill();
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
  return child;
}

async function untilReady({ baseUrl, process: child }: LocalWorker): Promise<void> {
  const deadlineAtMs = Date.now() + READY_TIMEOUT_MS;
  while (Date.now() < deadlineAtMs) {
    if (child.exitCode !== null) throw new Error(`wrangler ended with ${child.exitCode}`);
    const answer = await fetch(`${baseUrl}/readyz`, { signal: AbortSignal.timeout(2_000) }).catch(
      () => undefined,
    );
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  throw new Error(`no answer from ${baseUrl}/readyz in ${READY_TIMEOUT_MS} ms`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await ended;
  clearTimeout(timer);
}

/** The port asked for, or any; throws when it is taken, where another server would seem to be ours. */
function freePort(wanted = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (cause) => {
      reject(
        new Error(`Port ${wanted} is taken: end what listens there, or choose another.`, { cause }),
      );
    });
    server.listen(wanted, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (typeof address === 'object' && address !== null) resolve(address.port);
        else reject(new Error('the system gave no port'));
      });
    });
  });
}

/** A value as the file has it, between quotes that it does not hold itself. */
function quote(name: string, value: string): string {
  const mark = ["'", '"', '`'].find((each) => !value.includes(each));
  if (mark === undefined) throw new Error(`${name} holds every kind of quotation mark`);
  return mark + value + mark;
}
