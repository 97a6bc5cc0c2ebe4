/**
 * `npm run bootstrap -- --project acme [--name ci] [--remote]`: makes a project if there is none of
 * that name, and an admin key for it. The key is printed once; the database gets its hash.
 */
import { parseArgs } from 'node:util';
import { newId } from '../schema/ids.ts';
import { makeKey } from '../worker/features/auth/manage-keys.ts';
import { openD1, quote } from './d1.ts';
import { recordOperatorAct } from './operator-entry.ts';

const USAGE = 'npm run bootstrap -- --project NAME [--name KEY-NAME] [--remote]';

const { project, name, remote } = readArguments();
const nowMs = Date.now();
const { key, stored } = makeKey(
  { projectId: '', name, scopes: ['admin'], expiresAtMs: null },
  nowMs,
);

try {
  const d1 = openD1({ remote });
  d1.execute(`INSERT INTO projects (id, name, created_at_ms)
    VALUES (${quote(newId('project', nowMs))}, ${quote(project)}, ${nowMs}) ON CONFLICT DO NOTHING`);
  const [found] = d1.execute(`SELECT id FROM projects WHERE name = ${quote(project)}`);
  const projectId = String(found?.results[0]?.id);
  const { id, hint, scopes } = stored;
  const act = {
    operation: 'createKey',
    subject: id,
    before: null,
    after: { id, name, hint, scopes },
  };
  // The key and its entry are written together.
  d1.execute(`INSERT INTO api_keys (id, project_id, name, hash, hint, scopes, created_at_ms)
    VALUES (${quote(id)}, ${quote(projectId)}, ${quote(name)}, ${quote(stored.hash)}, ${quote(hint)},
            ${quote(JSON.stringify(scopes))}, ${nowMs});
    ${recordOperatorAct({ projectId, ...act }, nowMs)}`);
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
