import type { JsonValue } from './json.ts';
import type { PageQuery } from './page.ts';

/** Who did it: a key, a service binding, or whoever has the database. */
export interface AuditActor {
  /** Id of the key, `binding:…`, or `operator` for the scripts of a deployment. */
  id: string;
  /** Name of the key at that time. */
  name: string | null;
}

/** What came of an act; `unknown` if the Worker ended before it could be recorded. */
export type AuditOutcome = 'succeeded' | 'refused' | 'failed' | 'unknown';

/** `change` of something administered, or `read` of what samples or secrets contain. */
export type AuditKind = 'change' | 'read';

/** An entry of the audit log. It is never changed or deleted. */
export interface AuditEntry {
  id: string;
  /** Beginning of the act; of a read, beginning of its hour (UTC). */
  at: string;
  kind: AuditKind;
  actor: AuditActor;
  /** Id of the operation, such as `createKey`. */
  operation: string;
  /** Id or name of what was changed or read. */
  subject: string | null;
  outcome: AuditOutcome;
  /** Code of the problem if it was refused or failed. */
  code: string | null;
  /** State of the subject before it was changed, without secrets. */
  before: JsonValue;
  /** State of the subject after it was changed, without secrets. */
  after: JsonValue;
  /** Id of the request, which logs have too; null for reads. */
  requestId: string | null;
}

/** Filters for entries of the audit log; all of them must match. */
export interface AuditFilter extends PageQuery {
  kind?: AuditKind;
  /** Id of the key or binding that acted. */
  actor?: string;
  /** Such as `createKey`. */
  operation?: string;
  /** Id or name of what was changed or read. */
  subject?: string;
  /** At this time or later; ISO 8601. */
  from?: string;
  /** Before this time; ISO 8601. */
  to?: string;
}
