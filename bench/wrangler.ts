import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

export const root = join(import.meta.dirname, '..');

const run = promisify(execFile);

/** Runs a wrangler command offline and returns what it printed. @throws Error with that, when it fails */
export async function wrangler(...args: string[]): Promise<string> {
  const { stdout } = await run(join(root, 'node_modules', '.bin', 'wrangler'), args, {
    cwd: root,
    env: { ...process.env, CI: '1', WRANGLER_SEND_METRICS: 'false', FORCE_COLOR: '0' },
    maxBuffer: 16 * 1024 * 1024,
  });
  return stdout;
}

/** Builds a Worker as `wrangler deploy` would upload it. Returns the path of its module. */
export async function build(config: string, outFolder: string): Promise<string> {
  await wrangler('deploy', '--dry-run', `--config=${config}`, `--outdir=${outFolder}`);
  return join(outFolder, 'index.js');
}
