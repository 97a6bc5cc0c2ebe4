/**
 * `npm run bootstrap -- --project acme [--name ci] [--remote]`: makes a project if there is none of
 * that name, and an admin key for it. The key is printed once; the database gets its hash.
 */
import { parseArgs } from 'node:util';
import { newId } from '../schema/ids.ts';
import { makeKey } from '../worker/features/auth/manage-keys.ts';
import { openD1, quote } from './d1.ts';

const USAGE = 'npm run bootstrap -- --project NAME [--name KEY-NAME] [--remote]';

const { project, name, remote } = readArguments();
const nowMs = Date.now();
const { key, stored } = makeKey(
  { projectId: '', name, scopes: ['admin'], expiresAtMs: null },
  nowMs,
);

const sql = `
INSERT INTO projects (id, name, created_at_ms)
  VALUES (${quote(newId('project', nowMs))}, ${quote(project)}, ${nowMs}) ON CONFLICT DO NOTHING;
INSERT INTO api_keys (id, project_id, name, hash, hint, scopes, created_at_ms)
  SELECT ${quote(stored.id)}, id, ${quote(name)}, ${quote(stored.hash)}, ${quote(stored.hint)},
         ${quote(JSON.stringify(stored.scopes))}, ${nowMs} FROM projects WHERE name = ${quote(project)};`;

try {
  openD1({ remote }).execute(sql);
} catch (cause) {
  console.error(`${(cause as Error).message}\nNo key was made.`);
  process.exit(1);
}

console.log(`Project ${project}, admin key (shown this once):\n\n${key}\n`);

function readArguments(): { project: string; name: string; remote: boolean } {
  try {
    const { values } = parseArgs({
      options: {
        project: { type: 'string' },
        name: { type: 'string', default: 'bootstrap' },
        remote: { type: 'boolean', default: false },
      },
    });
    const { project: given } = values;
    if (given === undefined || !/^[\w .-]{1,64}$/.test(given)) {
      throw new Error('--project takes a name of up to 64 letters, digits, spaces, ".", "_", "-"');
    }
    return { project: given, name: values.name, remote: values.remote };
  } catch (cause) {
    console.error(`${cause instanceof Error ? cause.message : cause}\n\nUsage: ${USAGE}`);
    return process.exit(2);
  }
}
