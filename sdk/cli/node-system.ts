import { createReadStream } from 'node:fs';
import { access, mkdir, readdir, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { CliError } from './cli-error.ts';
import { proxiedFetch } from './proxied-fetch.ts';
import type { Files, Input, Output, System } from './system.ts';

/** The machine as Node.js shows it. */
export function nodeSystem(): System {
  return {
    env: process.env,
    stdout: outputOf(process.stdout),
    stderr: outputOf(process.stderr),
    stdin,
    files,
    fetch: proxiedFetch(process.env),
    sleep: (ms) => sleep(ms, undefined, interrupted && { signal: interrupted }).catch(() => {}),
    interruption,
    configFolder: configFolder(),
  };
}

let interrupted: AbortSignal | undefined;

function interruption(): AbortSignal {
  const controller = new AbortController();
  interrupted = controller.signal;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => controller.abort());
  }
  return interrupted;
}

function outputOf(stream: NodeJS.WriteStream): Output {
  return { write: (text) => void stream.write(text), isTerminal: stream.isTTY === true };
}

function configFolder(): string {
  const { XDG_CONFIG_HOME, APPDATA } = process.env;
  if (XDG_CONFIG_HOME) return join(XDG_CONFIG_HOME, 'assay');
  if (process.platform === 'win32' && APPDATA) return join(APPDATA, 'assay');
  return join(homedir(), '.config', 'assay');
}

const stdin: Input = {
  isTerminal: process.stdin.isTTY === true,
  bytes: () => process.stdin,
  async ask(question, { isSecret = false } = {}) {
    process.stderr.write(question);
    // readline echoes what is typed to its output: a secret goes nowhere.
    const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
    const output = isSecret ? nowhere : process.stderr;
    const lines = createInterface({ input: process.stdin, output, terminal: true });
    try {
      return await lines.question('');
    } finally {
      lines.close();
      if (isSecret) process.stderr.write('\n');
    }
  },
};

const files: Files = {
  async *bytes(path) {
    try {
      yield* createReadStream(path);
    } catch (cause) {
      throw new CliError(`${path} cannot be read: ${reasonOf(cause)}.`, { cause });
    }
  },
  async write(path, text, { isSecret = false } = {}) {
    try {
      await mkdir(dirname(path), { recursive: true, ...(isSecret && { mode: 0o700 }) });
      if (typeof text !== 'string') await writePieces(path, text);
      else if (isSecret) await writeSecret(path, text);
      else await writeFile(path, text);
    } catch (cause) {
      throw new CliError(`${path} cannot be written: ${reasonOf(cause)}.`, { cause });
    }
  },
  exists: (path) =>
    access(path).then(
      () => true,
      () => false,
    ),
  real: (path) => realpath(path).catch(() => resolve(path)),
  async list(folder) {
    try {
      return (await readdir(folder)).sort();
    } catch (cause) {
      throw new CliError(`${folder} cannot be read: ${reasonOf(cause)}.`, { cause });
    }
  },
};

async function writePieces(path: string, pieces: AsyncIterable<string>): Promise<void> {
  const next = `${path}.${process.pid}`;
  try {
    await writeFile(next, pieces, { flag: 'wx' });
    await rename(next, path);
  } catch (cause) {
    await rm(next, { force: true });
    throw cause;
  }
}

/** A file that was there keeps its mode through a write: a new one takes its place. */
async function writeSecret(path: string, text: string): Promise<void> {
  const next = `${path}.${process.pid}`;
  await writeFile(next, text, { mode: 0o600, flag: 'wx' });
  await rename(next, path);
}

function reasonOf(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'the file does not exist';
  if (code === 'EISDIR') return 'it is a folder';
  if (code === 'EACCES') return 'permission denied';
  return message;
}
