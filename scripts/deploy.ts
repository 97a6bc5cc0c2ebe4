/**
 * `npm run deploy`: checks the configuration, applies the migrations, then deploys, in that order,
 * so that no release runs on a database that is older than it. What it needs is in docs/deploy.md.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const config = readFileSync(join(root, 'wrangler.toml'), 'utf8');

if (!/^database_id\s*=/m.test(config)) {
  console.error(`wrangler.toml names no database yet. Once:

  npx wrangler login
  npx wrangler d1 create assay          # then add its database_id under [[d1_databases]]
${queues(config)
  .map((queue) => `  npx wrangler queues create ${queue}`)
  .join('\n')}

docs/deploy.md has the whole way.`);
  process.exit(1);
}

wrangler('deploy', '--dry-run');
wrangler('d1', 'migrations', 'apply', 'DB', '--remote');
wrangler('deploy');
console.log('\nDeployed. For a first admin key: npm run bootstrap -- --project NAME --remote');

/** Every queue that the configuration names. */
function queues(toml: string): string[] {
  const named = [...toml.matchAll(/^(?:queue|dead_letter_queue)\s*=\s*"([^"]+)"/gm)];
  return [...new Set(named.map(([, queue]) => queue ?? ''))];
}

function wrangler(...args: string[]): void {
  const binary = join(root, 'node_modules', '.bin', 'wrangler');
  const { status } = spawnSync(binary, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
