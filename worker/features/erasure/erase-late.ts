import { sha256Hex } from '@assay/schema/sha256.ts';
import type { DeletionTarget } from '@assay/schema/types.ts';
import type { Log } from '../../core/log.ts';
import type { DeletionStore } from '../../store/deletions.ts';
import type { VerdictRow, VerdictStore } from '../../store/verdicts.ts';
import type { Vault } from '../data-control/vault.ts';

export interface EraseLateNeeds {
  deletions: Pick<DeletionStore, 'since'>;
  verdicts: Pick<VerdictStore, 'remove'>;
  vault: Pick<Vault, 'open'>;
  nowMs(): number;
  log: Log;
}

/** What came late, as far as deletions look at it. */
export interface Late {
  id?: string;
  /** Of the request, and of the sample. */
  metadata: readonly (Readonly<Record<string, unknown>> | undefined)[];
}

// A queue delivers nothing that is older.
const QUEUE_RETENTION_MS = 14 * 24 * 3600 * 1000;

/**
 * Removes verdicts that a queue delivered after the deletion that they should have been part of. Must
 * run after they were written: a deletion that begins later finds them by itself.
 */
export async function eraseLate(rows: readonly VerdictRow[], needs: EraseLateNeeds): Promise<void> {
  for (const [projectId, written] of byProject(rows)) {
    const deletions = await deletionsSince(projectId, needs);
    if (deletions.length === 0) continue;
    const doomed: VerdictRow[] = [];
    for (const row of written) {
      const late = await lateOf(row, needs);
      if (isErased(late, row.createdAtMs, deletions)) doomed.push(row);
    }
    if (doomed.length === 0) continue;
    await needs.verdicts.remove(projectId, doomed, needs.nowMs());
    needs.log({ level: 'info', event: 'late_verdicts_erased', projectId, count: doomed.length });
  }
}

/** A deletion that may still have something on its way. */
export interface RecentDeletion {
  target: DeletionTarget;
  createdAtMs: number;
}

export async function deletionsSince(
  projectId: string,
  { deletions, nowMs }: Pick<EraseLateNeeds, 'deletions' | 'nowMs'>,
): Promise<RecentDeletion[]> {
  const found = await deletions.since(projectId, nowMs() - QUEUE_RETENTION_MS);
  return found.map(({ shown, createdAtMs }) => ({ target: JSON.parse(shown), createdAtMs }));
}

/** Whether what was made at a time was to be deleted by one that was asked for later. */
export function isErased(
  late: Late,
  madeAtMs: number,
  deletions: readonly RecentDeletion[],
): boolean {
  return deletions.some(
    ({ target, createdAtMs }) => madeAtMs <= createdAtMs && reaches(target, late),
  );
}

function reaches(target: DeletionTarget, { id, metadata }: Late): boolean {
  if (target.kind === 'verdicts') return id !== undefined && target.verdictIds.includes(id);
  if (target.kind === 'project') return true;
  const { key, salt, valueHash } = target;
  return metadata.some((values) => {
    if (values === undefined || !Object.hasOwn(values, key)) return false;
    const value = values[key];
    return typeof value !== 'object' && sha256Hex(`${salt}${value}`) === valueHash;
  });
}

async function lateOf(
  { projectId, id, verdict, sample }: VerdictRow,
  { vault }: EraseLateNeeds,
): Promise<Late> {
  // What was encrypted for the queue is a text of JSON.
  const stored: unknown = JSON.parse(sample);
  const opened: { metadata?: Record<string, unknown> } =
    typeof stored === 'string' ? JSON.parse(await vault.open(projectId, id, stored)) : stored;
  return { id, metadata: [JSON.parse(verdict).metadata, opened.metadata] };
}

function byProject(rows: readonly VerdictRow[]): Map<string, VerdictRow[]> {
  const grouped = new Map<string, VerdictRow[]>();
  for (const row of rows) grouped.set(row.projectId, [...(grouped.get(row.projectId) ?? []), row]);
  return grouped;
}
