import type { Deletion, DeletionInput } from '@assay/schema/types.ts';
import { CliError } from './cli-error.ts';
import { defineCommand } from './command.ts';
import { deletionLine } from './deletion-text.ts';
import { EXIT } from './exit-code.ts';
import { collect, LIMIT_OPTION, limitOf, pageOf } from './listing.ts';
import { json, printable } from './text.ts';

export const deletionsCreate = defineCommand({
  name: 'deletions create',
  summary:
    'Deletes verdicts, everything of a value of metadata, or the project; prints the report.',
  options: {
    verdict: { value: 'ID', multiple: true, help: 'A verdict. Can be repeated.' },
    metadata: { value: 'KEY=VALUE', help: 'Everything with this value of metadata.' },
    project: { value: 'NAME', help: 'The whole project of the key, by its id or name.' },
    yes: { help: 'Delete. Without it nothing is deleted.' },
    'no-wait': { help: 'Return at once, also if the deletion still runs.' },
  },
  examples: [
    'assay deletions create --metadata user=u-17 --yes --json > report.json',
    'assay verify report.json --keys https://assay.example.com --value u-17',
  ],
  async run({ values, isJson, system, client }) {
    const input = inputOf(values);
    if (!values.yes) throw new CliError('This deletes for good. Add --yes.');
    const assay = await client();
    const begun = await assay.deletions.create(input);
    const isWaiting = begun.status === 'running' && !values['no-wait'];
    const deletion = isWaiting ? await assay.deletions.wait(begun.id) : begun;
    system.stdout.write(isJson ? json(deletion.report ?? deletion) : shown(deletion));
    return EXIT.passed;
  },
});

export const deletionsShow = defineCommand({
  name: 'deletions show',
  summary: 'Shows a deletion; with --json its signed report, once it has completed.',
  args: ['<id>'],
  options: {},
  async run({ args: [id = ''], isJson, system, client }) {
    const deletion = await (await client()).deletions.get(id);
    system.stdout.write(isJson ? json(deletion.report ?? deletion) : shown(deletion));
    return EXIT.passed;
  },
});

export const deletionsList = defineCommand({
  name: 'deletions list',
  summary: 'Lists deletions, newest first.',
  options: { ...LIMIT_OPTION },
  async run({ values, isJson, system, client }) {
    const limit = limitOf(values);
    const listed = (await client()).deletions.list({ limit: pageOf(limit) });
    const found = await collect(listed, limit);
    system.stdout.write(isJson ? json(found) : found.map(shown).join(''));
    return EXIT.passed;
  },
});

function shown(deletion: Deletion): string {
  return printable(deletionLine(deletion));
}

function inputOf({
  verdict,
  metadata,
  project,
}: {
  verdict?: string[];
  metadata?: string;
  project?: string;
}): DeletionInput {
  const given = [verdict, metadata, project].filter((value) => value !== undefined);
  if (given.length !== 1) {
    throw new CliError('Say what to delete: one of --verdict, --metadata and --project.');
  }
  if (verdict !== undefined) return { verdictIds: verdict };
  if (project !== undefined) return { project };
  const [, key, value] = /^([^=]+)=(.+)$/s.exec(metadata ?? '') ?? [];
  if (key === undefined || value === undefined) {
    throw new CliError('--metadata must be KEY=VALUE, such as user=u-17.');
  }
  return { metadata: { key, value } };
}
