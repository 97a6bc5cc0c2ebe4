import { hexOf } from '@assay/schema/records/statement.ts';
import type { LogEntryKind } from '@assay/schema/types.ts';
import { fingerprint } from '@assay/scorers/fingerprint.ts';
import type { Log } from '../../core/log.ts';
import type { NewLogEntry } from '../../core/project-log.ts';
import type { LogOutbox, PendingEntry } from '../../store/log-outbox.ts';
import { type CheckpointNeeds, publish } from './checkpoints.ts';
import { hashedRows, type RowNeeds } from './row-hashes.ts';

export interface SealNeeds extends CheckpointNeeds, RowNeeds {
  logOutbox: LogOutbox;
  nowMs(): number;
  log: Log;
}

const STEP_ENTRIES = 1_000;
/** Stands for a verdict whose hash was not known, and that was not there to be hashed. */
const NOTHING = hexOf(fingerprint(null));
const MOST_MS = 25_000;

/**
 * Puts entries on their way to the log of a project, which has them within a minute or two, once
 * each by kind and id.
 *
 * @param entries `hash` is the SHA-256 of the canonical JSON of what the entry is about, as hex digits
 */
export async function seal(
  projectId: string,
  entries: readonly { kind: LogEntryKind; id: string; hash: string }[],
  { logOutbox }: Pick<SealNeeds, 'logOutbox'>,
): Promise<void> {
  await logOutbox.add(entries.map((entry) => ({ ...entry, projectId })));
}

/**
 * Appends what waits in the outbox to the logs and signs their checkpoints, for up to 25 seconds.
 * Whatever step it stops at, the next run goes on: the log takes an entry once, and only when that is
 * signed the outbox forgets it.
 */
export async function sealPending(needs: SealNeeds): Promise<number> {
  const until = needs.nowMs() + MOST_MS;
  let sealed = 0;
  for (const projectId of await needs.logOutbox.projects()) {
    if (needs.nowMs() >= until) break;
    try {
      sealed += await sealProject(projectId, until, needs);
    } catch (cause) {
      // The next project's entries do not wait for this one's.
      needs.log({
        level: 'error',
        event: 'sealing_failed',
        projectId,
        reason: cause instanceof Error ? cause.name : 'unknown',
      });
    }
  }
  if (sealed > 0) needs.log({ level: 'info', event: 'entries_sealed', count: sealed });
  return sealed;
}

async function sealProject(projectId: string, untilMs: number, needs: SealNeeds): Promise<number> {
  const { logOutbox, projectLogs, signingKeys, nowMs } = needs;
  let sealed = 0;
  for (;;) {
    const entries = await logOutbox.first(projectId, STEP_ENTRIES);
    if (entries.length === 0) return sealed;
    const hashed = await withHashes(projectId, entries, needs);
    const state = hashed.length > 0 && (await projectLogs.of(projectId).append(hashed));
    if (state && signingKeys !== undefined) await publish(projectId, state, needs);
    await logOutbox.remove(projectId, entries);
    sealed += hashed.length;
    if (entries.length < STEP_ENTRIES || nowMs() >= untilMs) return sealed;
  }
}

/**
 * The entries with hashes; where the stored sample is not the judged one, it has an entry of its own, after
 * that of its verdict. Without a hash are verdicts of an import or of an earlier release, whose rows are
 * read. One that was deleted since is left out: its deletion follows. One whose row is gone or cannot be
 * read has an entry all the same, which no row will ever match.
 */
async function withHashes(
  projectId: string,
  entries: readonly PendingEntry[],
  needs: RowNeeds,
): Promise<NewLogEntry[]> {
  const ids = entries.filter(({ hash }) => hash === null).map(({ id }) => id);
  const rows = await hashedRows(projectId, ids, needs);
  return entries.flatMap(({ kind, id, hash, sampleHash = null }): NewLogEntry[] => {
    if (hash !== null) return withSample({ kind, id, hash }, sampleHash);
    const row = rows.get(id);
    if (row?.status === 'deleted') return [];
    if (row?.status !== 'kept') return [{ kind, id, hash: NOTHING }];
    return withSample({ kind, id, hash: row.hash }, row.sampleHash);
  });
}

function withSample(entry: NewLogEntry, sampleHash: string | null): NewLogEntry[] {
  return sampleHash === null ? [entry] : [entry, { ...entry, kind: 'sample', hash: sampleHash }];
}
