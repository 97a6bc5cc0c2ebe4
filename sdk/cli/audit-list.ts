import type { AuditEntry, AuditKind } from '@assay/schema/types.ts';
import { defineCommand, oneOf } from './command.ts';
import { EXIT } from './exit-code.ts';
import { collect, LIMIT_OPTION, limitOf, pageOf } from './listing.ts';
import { json, printable, table } from './text.ts';

const KINDS: readonly AuditKind[] = ['change', 'read'];

export const auditList = defineCommand({
  name: 'audit list',
  summary: 'Lists who changed or read what in the project, newest first.',
  options: {
    kind: { value: 'KIND', help: 'Only `change` or only `read`.' },
    actor: { value: 'ID', help: 'Only acts of the key or binding with this id.' },
    operation: { value: 'ID', help: 'Only this operation, such as `createKey`.' },
    subject: { value: 'NAME', help: 'Only acts on what has this id or name.' },
    from: {
      value: 'TIME',
      help: 'Only acts at or after this time, such as 2027-01-01T00:00:00Z.',
    },
    to: { value: 'TIME', help: 'Only acts before this time.' },
    ...LIMIT_OPTION,
  },
  examples: ['assay audit list --kind change', 'assay audit list --operation createKey --json'],
  async run({ values: { kind, limit: given, ...filter }, isJson, system, client }) {
    const limit = limitOf(given === undefined ? {} : { limit: given });
    const assay = await client();
    const listed = assay.audit.list({
      ...filter,
      ...(kind !== undefined && { kind: oneOf(KINDS, kind, 'kind') }),
      limit: pageOf(limit),
    });
    const found = await collect(listed, limit);
    system.stdout.write(isJson ? json(found) : printable(table(found.map(row))));
    return EXIT.passed;
  },
});

function row({ at, actor, operation, subject, outcome, code }: AuditEntry): string[] {
  const who = actor.name === null ? actor.id : `${actor.name} (${actor.id})`;
  return [at, who, operation, subject ?? '–', code === null ? outcome : `${outcome}: ${code}`];
}
