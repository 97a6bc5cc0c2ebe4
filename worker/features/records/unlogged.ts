import type { Page, UnloggedRow } from '@assay/schema/types.ts';
import { pageFrom } from '../../core/page-from.ts';
import type { LogOutbox } from '../../store/log-outbox.ts';
import type { ProjectLogs } from '../../store/project-logs.ts';
import { hasPlace } from '../../store/result-leaf.ts';
import type { ResultNeeds } from './result-hashes.ts';
import type { RowNeeds } from './row-hashes.ts';

export interface UnloggedNeeds extends RowNeeds, ResultNeeds {
  logOutbox: LogOutbox;
  projectLogs: ProjectLogs;
}

const PAGE_ITEMS = 100;
/** Rows that are looked at for one page. */
const ROWS_A_PAGE = 1_000;
const FIRST_VERDICT = 'ver_';
const FIRST_ACT = 'aud_';
const FIRST_BATCH = 'bat_';
/** Results of batches that are looked at for one page, and batches that may have none. */
const RESULTS_A_PAGE = 10_000;
const BATCHES_A_PAGE = 50;
/** Begins the cursor of batches whose results get their entries later. */
const OLDER = 'older';

/**
 * What will be sealed next: entries that the log does not have yet, by kind and id; then batches of earlier
 * releases, or of an import, whose results get their entries in the next hours.
 */
export async function pendingEntries(
  projectId: string,
  { cursor = '', limit = PAGE_ITEMS }: { cursor?: string | undefined; limit?: number | undefined },
  { logOutbox, loggedResults }: UnloggedNeeds,
): Promise<Page<UnloggedRow>> {
  const [kind = '', id = ''] = cursor.split(' ');
  if (kind === OLDER) {
    const ids = await loggedResults.olderAfter(projectId, id, limit + 1);
    return pageFrom(
      ids,
      limit,
      (batchId) => ({ kind: 'results', id: batchId }),
      (batchId) => `${OLDER} ${batchId}`,
    );
  }
  const rows = await logOutbox.after(projectId, { kind, id }, limit + 1);
  const page = pageFrom(
    rows,
    limit,
    (row): UnloggedRow => ({ kind: row.kind, id: row.id }),
    (row) => `${row.kind} ${row.id}`,
  );
  if (page.nextCursor !== null) return page;
  const older = await loggedResults.olderAfter(projectId, FIRST_BATCH, 1);
  return older.length === 0 ? page : { ...page, nextCursor: `${OLDER} ${FIRST_BATCH}` };
}

/**
 * Rows that the log should have and does not: nothing that Assay wrote. A page can be empty and have a
 * next one. Verdicts come first, then audit entries, then results of batches.
 */
export async function unloggedRows(
  projectId: string,
  { cursor = FIRST_VERDICT }: { cursor?: string | undefined },
  needs: UnloggedNeeds,
): Promise<Page<UnloggedRow>> {
  if (cursor.startsWith(FIRST_BATCH)) return unloggedResults(projectId, cursor, needs);
  const kind = cursor < FIRST_VERDICT ? 'audit' : 'verdict';
  const store = kind === 'audit' ? needs.audit : needs.loggedVerdicts;
  const ids = await store.idsAfter(projectId, cursor, ROWS_A_PAGE);
  const last = ids.length < ROWS_A_PAGE ? undefined : ids.at(-1);
  return {
    items: await notInLog(projectId, kind, ids, needs),
    nextCursor: last ?? (kind === 'verdict' ? FIRST_ACT : FIRST_BATCH),
  };
}

async function notInLog(
  projectId: string,
  kind: 'verdict' | 'audit' | 'results',
  ids: readonly string[],
  { logOutbox, projectLogs }: UnloggedNeeds,
): Promise<UnloggedRow[]> {
  // In this order: what leaves the outbox is in the log by then.
  const pending = await logOutbox.have(projectId, kind, ids);
  const left = ids.filter((id) => !pending.has(id));
  const unknown = await projectLogs.of(projectId).unknown(kind, left);
  return unknown.map((id) => ({ kind, id }));
}

/** Results that are in no leaf, and leaves that the log does not have. */
async function unloggedResults(
  projectId: string,
  cursor: string,
  needs: UnloggedNeeds,
): Promise<Page<UnloggedRow>> {
  const { loggedResults } = needs;
  const [begun = '', after] = cursor.split('/');
  const following = await loggedResults.batchesAfter(projectId, begun, BATCHES_A_PAGE);
  const batches = after === undefined ? following : [begun, ...following];
  const items: UnloggedRow[] = [];
  let seen = 0;
  for (const batchId of batches) {
    const from = batchId === begun ? Number(after) : -1;
    const { ats, leaves } = await loggedResults.covered(batchId, from, RESULTS_A_PAGE - seen);
    for (const at of ats) {
      const isCovered = leaves.some(({ places }) => hasPlace(places, at));
      if (!isCovered) items.push({ kind: 'results', id: `${batchId}/${at}` });
    }
    const ids = leaves.map(({ id }) => id);
    items.push(...(await notInLog(projectId, 'results', ids, needs)));
    seen += ats.length;
    if (seen >= RESULTS_A_PAGE) return { items, nextCursor: `${batchId}/${ats.at(-1)}` };
  }
  const last = following.length < BATCHES_A_PAGE ? null : (following.at(-1) ?? null);
  return { items, nextCursor: last };
}
