import { hexOf } from '@assay/schema/records/statement.ts';
import type { LoggedRow, Verdict } from '@assay/schema/types.ts';
import { fingerprint } from '@assay/scorers/fingerprint.ts';
import type { AuditStore, StoredAuditEntry } from '../../store/audit.ts';
import type { LoggedVerdict, LoggedVerdicts } from '../../store/logged-verdicts.ts';
import { toAuditEntry } from './audit/audit-entry.ts';

export interface RowNeeds {
  loggedVerdicts: LoggedVerdicts;
  audit: Pick<AuditStore, 'some' | 'idsAfter'>;
}

/** The row of a verdict: what it hashes to, that it is deleted, or that it is not there whole. */
export type HashedRow =
  | ({ status: 'kept'; bytes: number; isReadable: boolean } & LoggedRow)
  | { status: 'deleted' | 'missing' };

const MISSING: HashedRow = { status: 'missing' };

/** What the rows of audit entries hash to, by id; those that are not there are left out. */
export async function hashedAuditRows(
  projectId: string,
  ids: readonly string[],
  { audit }: RowNeeds,
): Promise<Map<string, LoggedRow>> {
  if (ids.length === 0) return new Map();
  const rows = await audit.some(projectId, ids);
  return new Map(rows.map((row) => [row.id, { hash: auditHash(row), sampleHash: null }]));
}

function auditHash(row: StoredAuditEntry): string {
  try {
    return hexOf(fingerprint(toAuditEntry(row)));
  } catch {
    // Not JSON any more: the hash of nothing is that of no entry.
    return hexOf(fingerprint(null));
  }
}

/** What the rows of verdicts hash to, by id. */
export async function hashedRows(
  projectId: string,
  ids: readonly string[],
  { loggedVerdicts }: RowNeeds,
): Promise<Map<string, HashedRow>> {
  const hashed = new Map<string, HashedRow>();
  let left = ids.toSorted();
  while (left.length > 0) {
    const rows = await loggedVerdicts.some(projectId, left);
    for (const row of rows) hashed.set(row.id, hashedRow(row));
    const last = rows.at(-1)?.id;
    const isSeen = (id: string) => last === undefined || id <= last;
    for (const id of left) if (isSeen(id) && !hashed.has(id)) hashed.set(id, MISSING);
    left = left.filter((id) => !isSeen(id));
  }
  return hashed;
}

/** What the row of a verdict hashes to, as hex digits. */
export function verdictHash({
  verdict,
  createdAtMs,
  passed,
}: {
  verdict: Verdict;
  createdAtMs: number;
  passed: boolean | null;
}): string {
  // Columns say parts of the verdict again, so that lists need not read all of it.
  const createdAt = new Date(createdAtMs).toISOString();
  return hexOf(fingerprint({ ...verdict, createdAt, passed }));
}

function hashedRow({
  isDeleted,
  verdict: text,
  createdAtMs,
  passed,
  sample,
  bytes,
}: LoggedVerdict): HashedRow {
  if (isDeleted) return { status: 'deleted' };
  try {
    const verdict: Verdict = JSON.parse(text ?? '');
    const hash = verdictHash({ verdict, createdAtMs, passed });
    // One that can never be read again says nothing else than the verdict does.
    const stored = sample === null ? null : fingerprint(JSON.parse(sample));
    const isJudged = stored === null || stored === verdict.lineage.sampleHash;
    const sampleHash = isJudged ? null : hexOf(stored);
    return { status: 'kept', hash, sampleHash, bytes, isReadable: stored !== null };
  } catch {
    // Whatever cannot be read is not what was stored.
    return MISSING;
  }
}
