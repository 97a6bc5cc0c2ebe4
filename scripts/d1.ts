import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const wrangler = join(import.meta.dirname, '..', 'node_modules', '.bin', 'wrangler');

/** One statement's outcome, as `wrangler d1 execute --json` prints it. */
interface Outcome {
  results: Record<string, unknown>[];
  meta?: { changes?: number };
}

/** The deployed database, or the local one, migrated. */
export function openD1({ remote }: { remote: boolean }) {
  const place = remote ? '--remote' : '--local';
  if (!remote) run(['d1', 'migrations', 'apply', 'DB', place]);
  return {
    /** @throws Error with what wrangler said */
    execute(sql: string): Outcome[] {
      const flags = ['--yes', '--json', '--command', sql];
      return JSON.parse(run(['d1', 'execute', 'DB', place, ...flags]));
    },
  };
}

function run(args: string[]): string {
  const { status, stdout, stderr } = spawnSync(wrangler, args, {
    cwd: join(import.meta.dirname, '..'),
    encoding: 'utf8',
    env: { ...process.env, CI: '1', WRANGLER_SEND_METRICS: 'false' },
  });
  if (status === 0) return stdout;
  throw new Error(`${stdout}${stderr}`);
}

/** An SQL string literal. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
