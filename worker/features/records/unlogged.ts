import type { Page, UnloggedRow } from '@assay/schema/types.ts';
import { pageFrom } from '../../core/page-from.ts';
import type { LogOutbox } from '../../store/log-outbox.ts';
import type { ProjectLogs } from '../../store/project-logs.ts';
import type { RowNeeds } from './row-hashes.ts';

export interface UnloggedNeeds extends RowNeeds {
  logOutbox: LogOutbox;
  projectLogs: ProjectLogs;
}

const PAGE_ITEMS = 100;
/** Rows that are looked at for one page. */
const ROWS_A_PAGE = 1_000;
const FIRST_VERDICT = 'ver_';
const FIRST_ACT = 'aud_';

/** What will be sealed next: entries that the log does not have yet, by kind and id. */
export async function pendingEntries(
  projectId: string,
  { cursor = '', limit = PAGE_ITEMS }: { cursor?: string | undefined; limit?: number | undefined },
  { logOutbox }: UnloggedNeeds,
): Promise<Page<UnloggedRow>> {
  const [kind = '', id = ''] = cursor.split(' ');
  const rows = await logOutbox.after(projectId, { kind, id }, limit + 1);
  return pageFrom(
    rows,
    limit,
    (row) => ({ kind: row.kind, id: row.id }),
    (row) => `${row.kind} ${row.id}`,
  );
}

/**
 * Rows that the log should have and does not: nothing that Assay wrote. A page can be empty and have a
 * next one.
 */
export async function unloggedRows(
  projectId: string,
  { cursor = FIRST_VERDICT }: { cursor?: string | undefined },
  { logOutbox, projectLogs, loggedVerdicts, audit }: UnloggedNeeds,
): Promise<Page<UnloggedRow>> {
  // Verdicts first, then audit entries.
  const kind = cursor < FIRST_VERDICT ? 'audit' : 'verdict';
  const store = kind === 'audit' ? audit : loggedVerdicts;
  const ids = await store.idsAfter(projectId, cursor, ROWS_A_PAGE);
  // In this order: what leaves the outbox is in the log by then.
  const pending = await logOutbox.have(projectId, kind, ids);
  const left = ids.filter((id) => !pending.has(id));
  const unknown = await projectLogs.of(projectId).unknown(kind, left);
  const last = ids.length < ROWS_A_PAGE ? undefined : ids.at(-1);
  return {
    items: unknown.map((id) => ({ kind, id })),
    nextCursor: last ?? (kind === 'verdict' ? FIRST_ACT : null),
  };
}
