import { newId } from '../schema/ids.ts';
import type { JsonValue } from '../schema/types.ts';
import { storedEntry } from '../worker/features/records/audit/audit-entry.ts';
import { quote } from './d1.ts';

/** What somebody did who has the database. */
interface OperatorAct {
  projectId: string;
  operation: string;
  subject: string;
  before: JsonValue;
  after: JsonValue;
}

/** Statements that record an act in the project's audit log and put it on its way to the project's log. */
export function recordOperatorAct({ projectId, ...act }: OperatorAct, nowMs: number): string {
  const { entry, hash } = storedEntry(projectId, {
    ...{ id: newId('audit', nowMs), at: new Date(nowMs).toISOString(), kind: 'change' },
    actor: { id: 'operator', name: null },
    ...{ ...act, outcome: 'succeeded', code: null, requestId: null },
  });
  const columns = Object.keys(COLUMNS).join(', ');
  const values = Object.values(COLUMNS).map((field) => literal(entry[field]));
  return `
INSERT INTO audit_entries (${columns}) VALUES (${values.join(', ')});
INSERT INTO log_outbox (project_id, kind, entry_id, hash)
  VALUES (${quote(projectId)}, 'audit', ${quote(entry.id)}, ${quote(hash)});`;
}

const COLUMNS = {
  id: 'id',
  project_id: 'projectId',
  at_ms: 'atMs',
  kind: 'kind',
  actor_id: 'actorId',
  actor_name: 'actorName',
  operation: 'operation',
  subject: 'subject',
  outcome: 'outcome',
  code: 'code',
  before: 'before',
  after: 'after',
  request_id: 'requestId',
} as const;

function literal(value: string | number | null): string {
  if (value === null) return 'NULL';
  return typeof value === 'number' ? String(value) : quote(value);
}
