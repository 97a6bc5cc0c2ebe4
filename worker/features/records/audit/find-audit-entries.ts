import type { AuditFilter } from '@assay/schema/audit.ts';
import { lowestId } from '@assay/schema/ids.ts';
import type { AuditEntry, Page } from '@assay/schema/types.ts';
import { PAGE_ITEMS, pageFrom } from '../../../core/page-from.ts';
import { ApiProblem } from '../../../core/problem.ts';
import type { AuditStore } from '../../../store/audit.ts';
import { toAuditEntry } from './audit-entry.ts';

/** Entries of a project's audit log that match a filter, newest first. */
export async function findAuditEntries(
  projectId: string,
  { limit = PAGE_ITEMS, cursor, from, to, actor, kind, operation, subject }: AuditFilter,
  { audit }: { audit: AuditStore },
): Promise<Page<AuditEntry>> {
  const end = to === undefined ? undefined : lowestId('audit', Date.parse(to));
  const before = [cursor, end].filter((id) => id !== undefined).toSorted()[0];
  const rows = await audit.list({
    ...{ projectId, kind, actorId: actor, operation, subject, before, limit: limit + 1 },
    from: from === undefined ? undefined : lowestId('audit', Date.parse(from)),
  });
  return pageFrom(rows, limit, toAuditEntry, ({ id }) => id);
}

/** @throws ApiProblem `audit_entry_not_found`, also for another project's entry */
export async function getAuditEntry(
  projectId: string,
  id: string,
  { audit }: { audit: AuditStore },
): Promise<AuditEntry> {
  const found = await audit.find(projectId, id);
  if (found === undefined) throw new ApiProblem('audit_entry_not_found');
  return toAuditEntry(found);
}
