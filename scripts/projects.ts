/**
 * `npm run projects -- list [--remote]` lists the projects of a database;
 * `npm run projects -- delete --project acme [--remote] --yes` deletes one with everything it holds.
 */
import { parseArgs } from 'node:util';
import { deletionsOf } from '../worker/store/project-deletion.ts';
import { openD1, quote } from './d1.ts';
import { recordOperatorAct } from './operator-entry.ts';

const USAGE =
  'npm run projects -- list [--remote]\n       npm run projects -- delete --project NAME --yes [--remote]';

const HELP = `Usage: ${USAGE}

list               lists the projects with their ids and the number of their keys
delete             deletes a project with its keys, verdicts, suites and batches; its audit log is kept
--project NAME     name or id of the project to delete
--yes              deletes; without it nothing is deleted
--remote           uses the deployed database, not the local one`;

const { action, project, remote, yes } = readArguments();
const d1 = openD1({ remote });

try {
  if (action === 'list') list();
  else remove();
} catch (cause) {
  fail(cause instanceof Error ? cause.message : String(cause));
}

function list(): void {
  const [found] = d1.execute(
    `SELECT id, name, created_at_ms AS createdAtMs,
       (SELECT count(*) FROM api_keys WHERE project_id = projects.id AND revoked_at_ms IS NULL) AS keys
     FROM projects ORDER BY id`,
  );
  for (const { id, name, createdAtMs, keys } of found?.results ?? []) {
    const at = new Date(Number(createdAtMs)).toISOString();
    console.log(`${id}  ${at}  ${keys} keys  ${name}`);
  }
}

function remove(): void {
  const wanted = quote(project);
  const sql = `SELECT id, name FROM projects WHERE id = ${wanted} OR name = ${wanted}`;
  const [found] = d1.execute(sql)[0]?.results ?? [];
  if (found === undefined)
    fail(`There is no project ${project}. List them: npm run projects -- list`);
  if (!yes) {
    fail(`This deletes ${found.name} with its keys, verdicts, suites and batches. Add --yes.`);
  }
  const projectId = String(found.id);
  const act = {
    operation: 'deleteProject',
    subject: projectId,
    before: { name: String(found.name) },
    after: null,
  };
  const statements = deletionsOf(projectId).map(({ sql }) => sql);
  for (const statement of statements.slice(0, -1)) {
    while ((d1.execute(statement)[0]?.meta?.changes ?? 0) > 0);
  }
  // The project goes with the entry that says so.
  d1.execute(`${statements.at(-1)};${recordOperatorAct({ projectId, ...act }, Date.now())}`);
  console.log(`${found.name} is deleted. Its keys may be accepted for another 30 seconds.`);
}

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        project: { type: 'string', default: '' },
        remote: { type: 'boolean', default: false },
        yes: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) {
      console.log(HELP);
      process.exit(0);
    }
    const [action = ''] = positionals;
    if (action !== 'list' && action !== 'delete') throw new Error('Say what to do.');
    if (action === 'delete' && values.project === '') throw new Error('--project is missing.');
    return { action, ...values };
  } catch (cause) {
    return fail(`${cause instanceof Error ? cause.message : cause}\n\nUsage: ${USAGE}`);
  }
}

function fail(message: string): never {
  console.error(message);
  return process.exit(2);
}
