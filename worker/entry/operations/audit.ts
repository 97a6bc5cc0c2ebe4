import { AuditEntry, AuditFilter } from '@assay/schema/audit.ts';
import { pageOf } from '@assay/schema/page.ts';
import * as z from 'zod';
import {
  findAuditEntries,
  getAuditEntry,
} from '../../features/records/audit/find-audit-entries.ts';
import { operation } from './operation.ts';

export const AUDIT = [
  operation({
    id: 'listAuditEntries',
    scope: 'audit',
    route: 'GET /v1/audit',
    tag: 'Audit',
    summary: 'List the entries of the audit log, newest first',
    description:
      'Who changed what in the project, when, and what it was before and after; and which keys read samples, by the hour. Entries are never changed or deleted; their hashes are in the log of the project.',
    query: AuditFilter,
    answers: { status: 200, description: 'A page.', schema: pageOf('AuditPage', AuditEntry) },
    problems: ['invalid_request'],
    run: ({ projectId, query }, services) => findAuditEntries(projectId, query, services),
    rpc: 'audit.list',
    tool: {
      name: 'list_audit_entries',
      title: 'List the audit log',
      description:
        'Returns who changed keys, suites, policies, settings and the like, when, and what they were before and after, newest first. Needs a key with the scope `audit` or `admin`. Pass `nextCursor` as `cursor` to get the next page; null marks the last page.',
      input: z.strictObject({
        kind: z.enum(['change', 'read']).exactOptional().describe('Only changes, or only reads.'),
        actor: z.string().exactOptional().describe('Only acts of the key with this id.'),
        operation: z.string().exactOptional().describe('Only this operation, such as `createKey`.'),
        subject: z.string().exactOptional().describe('Only acts on what has this id or name.'),
        from: z.string().exactOptional().describe('Only acts at or after this time; ISO 8601.'),
        to: z.string().exactOptional().describe('Only acts before this time; ISO 8601.'),
        cursor: z.string().exactOptional().describe('`nextCursor` of the previous page.'),
        limit: z.int().min(1).max(100).exactOptional().describe('Items per page. Defaults to 20.'),
      }),
      isReading: true,
      isOpen: false,
    },
  }),
  operation({
    id: 'getAuditEntry',
    scope: 'audit',
    route: 'GET /v1/audit/:id',
    tag: 'Audit',
    summary: 'Get an entry of the audit log',
    parameters: { id: 'Id of the entry.' },
    answers: { status: 200, description: 'The entry.', schema: AuditEntry },
    problems: ['audit_entry_not_found'],
    run: ({ projectId, path }, services) => getAuditEntry(projectId, path.id, services),
    rpc: 'audit.get',
  }),
] as const;
