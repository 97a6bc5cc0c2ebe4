import type { StoredDeletion } from '../../store/deletions.ts';
import { signingKeysOf } from '../records/checkpoints.ts';
import type { DeletionNeeds, Target } from './deletion-needs.ts';
import { reportOf } from './deletion-report.ts';
import { stepOf } from './phases.ts';

/** For so long one run has a deletion; what it does twice after that is harmless. */
const LEASE_MS = 60_000;
const MOST_MS = 20_000;
const MOST_DELETIONS = 50;
/** What waits is looked at again after this. */
const WAIT_MS = 30_000;

/**
 * Goes on with the deletions that run, for up to 20 seconds. Whatever step it stops at, the next run
 * goes on: steps find what is left, and count what they deleted in the transaction that deletes it.
 */
export async function runDeletions(needs: DeletionNeeds): Promise<void> {
  const nowMs = needs.nowMs();
  const untilMs = nowMs + MOST_MS;
  for (const deletion of await needs.deletions.take(nowMs, nowMs + LEASE_MS, MOST_DELETIONS)) {
    if (needs.nowMs() >= untilMs) {
      await needs.deletions.advance(deletion, { ...placeOf(deletion), leaseUntilMs: 0 });
      continue;
    }
    await runSafely(deletion, untilMs, needs);
  }
}

/** Runs a deletion until it is done, waits or the time is over. A failure is logged, and tried again. */
export async function runSafely(
  deletion: StoredDeletion,
  untilMs: number,
  needs: DeletionNeeds,
): Promise<void> {
  try {
    await run(deletion, untilMs, needs);
  } catch (cause) {
    const { id, projectId } = deletion;
    const reason = cause instanceof Error ? cause.name : 'unknown';
    needs.log({ level: 'error', event: 'deletion_failed', deletionId: id, projectId, reason });
  }
}

async function run(deletion: StoredDeletion, untilMs: number, needs: DeletionNeeds): Promise<void> {
  const { deletions, nowMs } = needs;
  if (deletion.target === null) return;
  const target: Target = JSON.parse(deletion.target);
  let place = placeOf(deletion);
  for (;;) {
    const outcome = await stepOf(target, place, deletion, needs);
    if (outcome === undefined) return complete(deletion, needs);
    if (outcome.status === 'waits') {
      place = { ...place, cursor: outcome.cursor };
      return deletions.advance(deletion, { ...place, leaseUntilMs: nowMs() + WAIT_MS });
    }
    place =
      outcome.status === 'done'
        ? { phase: place.phase + 1, cursor: null }
        : { ...place, cursor: outcome.cursor };
    const isOver = nowMs() >= untilMs;
    const leaseUntilMs = isOver ? 0 : nowMs() + LEASE_MS;
    await deletions.advance(deletion, { ...place, leaseUntilMs });
    if (isOver) return;
  }
}

/** Signs what was deleted: only now is nothing left. */
async function complete(deletion: StoredDeletion, needs: DeletionNeeds): Promise<void> {
  const { deletions, nowMs, log } = needs;
  const { projectId, id } = deletion;
  const counted = await deletions.find(projectId, id);
  if (counted?.target == null) return;
  const atMs = nowMs();
  const { report, hash } = await reportOf(counted, atMs, signingKeysOf(needs));
  const target: Target = JSON.parse(counted.target);
  await deletions.complete(deletion, {
    ...{ report: JSON.stringify(report), hash, atMs },
    // The log of a project goes with it.
    isLogged: target.kind !== 'project',
  });
  log({ level: 'info', event: 'deletion_completed', deletionId: id, projectId });
}

/** A queue delivers for 14 days. */
const LATE_MS = 15 * 24 * 3_600_000;

/** Deletes what queues brought for projects that are deleted. */
export async function sweepErasedProjects(needs: DeletionNeeds): Promise<void> {
  const { deletions, erasure, projectLogs, nowMs } = needs;
  for (const deletion of await deletions.erasedProjects(nowMs() - LATE_MS)) {
    for (const name of await erasure.project.classes(deletion.projectId)) {
      while (!(await erasure.project.removeSome(deletion, name)));
    }
    await projectLogs.of(deletion.projectId).erase();
  }
}

function placeOf({ phase, cursor }: StoredDeletion): { phase: number; cursor: string | null } {
  return { phase, cursor };
}
