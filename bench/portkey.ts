import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The version that is measured. */
export const PORTKEY = '@portkey-ai/gateway@1.15.2';

/** Portkey's open gateway, in a process of its own. */
export interface Portkey {
  /** Up to and including the version. */
  baseUrl: string;
  /** What it needs to know of the upstream. */
  headers: Record<string, string>;
  pid: number;
  stop(): void;
}

/**
 * Installs Portkey's open gateway into a folder of its own and starts it in front of a server.
 *
 * @param upstreamUrl up to and including the version
 * @returns undefined if it cannot be installed or does not start, with a line on why
 */
export async function startPortkey(upstreamUrl: string): Promise<Portkey | undefined> {
  try {
    const script = install();
    const port = await freePort();
    const child = spawn(process.execPath, [script, `--port=${port}`, '--headless'], {
      stdio: 'ignore',
      env: { ...process.env, NODE_ENV: 'production' },
    });
    process.once('exit', () => child.kill());
    await untilReady(`http://127.0.0.1:${port}`, child);
    return {
      baseUrl: `http://127.0.0.1:${port}/v1`,
      headers: {
        Authorization: 'Bearer sk-bench',
        'x-portkey-provider': 'openai',
        'x-portkey-custom-host': upstreamUrl,
      },
      pid: child.pid ?? 0,
      stop: () => child.kill(),
    };
  } catch (cause) {
    console.log(`${PORTKEY} is skipped: ${cause instanceof Error ? cause.message : cause}`);
    return undefined;
  }
}

/** Installs it once, without its install scripts. */
function install(): string {
  const folder = join(tmpdir(), 'assay-bench-portkey');
  const script = join(folder, 'node_modules', '@portkey-ai', 'gateway', 'build', 'start-server.js');
  if (existsSync(script)) return script;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  const args = ['install', '--no-audit', '--no-fund', '--ignore-scripts', PORTKEY];
  execFileSync('npm', args, { cwd: folder, stdio: 'pipe', timeout: 180_000 });
  return script;
}

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  for (let waited = 0; waited < 200; waited += 1) {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`);
    const answer = await fetch(url).catch(() => undefined);
    if (answer !== undefined) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('it did not start in 20 s');
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
