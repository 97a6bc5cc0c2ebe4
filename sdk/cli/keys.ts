import type { ApiKey, CreatedApiKey, Scope } from '@assay/schema/types.ts';
import { CliError } from './cli-error.ts';
import { defineCommand, numberOf, oneOf } from './command.ts';
import { EXIT } from './exit-code.ts';
import { collect } from './listing.ts';
import type { System } from './system.ts';
import { json, printable, table } from './text.ts';

const SCOPES: readonly Scope[] = ['score', 'read', 'suites', 'review', 'audit', 'admin'];
const MOST_SECONDS = 30 * 86_400;

export const keysList = defineCommand({
  name: 'keys list',
  summary: 'Lists the API keys of the project, with a hint for each.',
  options: {},
  async run({ isJson, system, client }) {
    const keys = await collect((await client()).keys.list());
    system.stdout.write(isJson ? json(keys) : printable(table(keys.map(row))));
    return EXIT.passed;
  },
});

export const keysCreate = defineCommand({
  name: 'keys create',
  summary: 'Creates an API key. The key is shown only once.',
  args: ['<name>'],
  options: {
    scope: {
      value: 'SCOPE',
      multiple: true,
      help: 'Scope of the key: score, read, suites, review, audit or admin. Can be repeated.',
    },
    reviewer: {
      value: 'NAME',
      help: 'With `--scope review`: name of the person. Defaults to that of the key.',
    },
    queue: {
      value: 'QUEUE',
      multiple: true,
      help: 'With `--scope review`: queue that the key opens. Can be repeated.',
    },
    adjudicate: {
      help: 'With `--scope review`: the person also decides where reviewers differ.',
    },
    expires: { value: 'TIME', help: 'Expiry of the key, such as 2027-01-01T00:00:00Z.' },
  },
  examples: [
    'assay keys create ci --scope score --scope read',
    'assay keys create anna --scope review --reviewer anna --queue weekly',
  ],
  async run({ values, args: [name = ''], isJson, system, client }) {
    const scopes = (values.scope ?? []).map((text) => oneOf(SCOPES, text, 'scope'));
    if (scopes.length === 0)
      throw new CliError('--scope is required: score, read, suites, review, audit or admin.');
    const { expires, queue, adjudicate } = values;
    const reviewer = values.reviewer ?? (queue ? name : undefined);
    const review = reviewer && {
      ...{ reviewer, queues: queue ?? [] },
      ...(adjudicate && { mayAdjudicate: true }),
    };
    const assay = await client();
    const made = await assay.keys.create({
      ...{ name, scopes },
      ...(review && { review }),
      ...(expires && { expiresAt: expires }),
    });
    return show(made, isJson, system);
  },
});

export const keysRotate = defineCommand({
  name: 'keys rotate',
  summary: 'Replaces an API key. The new key is shown only once.',
  args: ['<id>'],
  options: {
    overlap: {
      value: 'SECONDS',
      help: 'Seconds for which the old key still works. Defaults to one day.',
    },
  },
  async run({ values, args: [id = ''], isJson, system, client }) {
    const seconds = numberOf(values.overlap, 'overlap', { min: 0, max: MOST_SECONDS });
    const assay = await client();
    const rotation = seconds === undefined ? {} : { overlapSeconds: seconds };
    return show(await assay.keys.rotate(id, rotation), isJson, system);
  },
});

export const keysRevoke = defineCommand({
  name: 'keys revoke',
  summary: 'Revokes an API key immediately.',
  args: ['<id>'],
  options: {},
  async run({ args: [id = ''], isJson, system, client }) {
    const key = await (await client()).keys.revoke(id);
    system.stdout.write(isJson ? json(key) : printable(table([row(key)])));
    return EXIT.passed;
  },
});

/** The key alone goes to the output, so that a script can take it from there. */
function show(made: CreatedApiKey, isJson: boolean, system: System): typeof EXIT.passed {
  if (isJson) system.stdout.write(json(made));
  else {
    system.stderr.write(printable(`${row(made).join('  ')}\nThe key is shown only once:\n`));
    system.stdout.write(`${made.key}\n`);
  }
  return EXIT.passed;
}

function row({ id, name, hint, scopes, expiresAt, revokedAt }: ApiKey): string[] {
  const state = revokedAt ? `revoked ${revokedAt}` : expiresAt ? `until ${expiresAt}` : 'active';
  return [id, name, hint, scopes.join(','), state];
}
