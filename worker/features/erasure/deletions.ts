import { derivedId, newId } from '@assay/schema/ids.ts';
import { sha256Hex } from '@assay/schema/sha256.ts';
import type { Deletion, DeletionInput, DeletionTarget, Page } from '@assay/schema/types.ts';
import { PAGE_ITEMS, pageFrom } from '../../core/page-from.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { StoredDeletion } from '../../store/deletions.ts';
import { signingKeysOf } from '../records/checkpoints.ts';
import type { DeletionNeeds, Target } from './deletion-needs.ts';
import { phaseName } from './phases.ts';
import { runSafely } from './run-deletions.ts';

/** A request to delete. */
export interface NewDeletion {
  projectId: string;
  keyId: string;
  input: DeletionInput;
  /** What the id is made from, so that a request repeated finds what it made before. */
  seed?: string | undefined;
}

const MOST_RUNNING = 100;
/** A small deletion is done within the request. */
const REQUEST_MS = 2_000;
const LEASE_MS = 60_000;

/**
 * Begins a deletion; from then on it runs to its end, whatever stops on the way.
 *
 * @throws ApiProblem `signing_unconfigured`, `invalid_request` or `quota_exceeded`
 */
export async function createDeletion(
  { projectId, keyId, input, seed }: NewDeletion,
  needs: DeletionNeeds,
): Promise<Deletion> {
  // Without keys it could never be reported.
  signingKeysOf(needs);
  const nowMs = needs.nowMs();
  const id = seed === undefined ? newId('deletion', nowMs) : derivedId('deletion', seed, 0);
  const { target, shown } = await targetOf(projectId, input, needs);
  if ((await needs.deletions.countRunning(projectId)) >= MOST_RUNNING) {
    throw new ApiProblem('quota_exceeded', {
      detail: `${MOST_RUNNING} deletions of this project run. Wait until some have completed.`,
    });
  }
  await needs.deletions.insert({
    ...{ projectId, id, keyId, status: 'running', phase: 0, cursor: null, erased: '{}' },
    ...{ target: JSON.stringify(target), shown: JSON.stringify(shown), report: null },
    ...{ createdAtMs: nowMs, completedAtMs: null, leaseUntilMs: nowMs + LEASE_MS },
  });
  const stored = await findDeletion(projectId, id, needs);
  await runSafely(stored, nowMs + REQUEST_MS, needs);
  return getDeletion(projectId, id, needs);
}

/** @throws ApiProblem `deletion_not_found` */
export async function getDeletion(
  projectId: string,
  id: string,
  needs: Pick<DeletionNeeds, 'deletions'>,
): Promise<Deletion> {
  return toDeletion(await findDeletion(projectId, id, needs));
}

/** Newest first. */
export async function listDeletions(
  projectId: string,
  { limit = PAGE_ITEMS, cursor }: { limit?: number | undefined; cursor?: string | undefined },
  { deletions }: Pick<DeletionNeeds, 'deletions'>,
): Promise<Page<Deletion>> {
  const rows = await deletions.list(projectId, limit + 1, cursor);
  return pageFrom(rows, limit, toDeletion, ({ id }) => id);
}

async function findDeletion(
  projectId: string,
  id: string,
  { deletions }: Pick<DeletionNeeds, 'deletions'>,
): Promise<StoredDeletion> {
  const found = await deletions.find(projectId, id);
  if (found === undefined) throw new ApiProblem('deletion_not_found');
  return found;
}

async function targetOf(
  projectId: string,
  { verdictIds, metadata, project }: DeletionInput,
  { projects }: DeletionNeeds,
): Promise<{ target: Target; shown: DeletionTarget }> {
  if (verdictIds !== undefined) {
    const target = { kind: 'verdicts', verdictIds } as const;
    return { target, shown: target };
  }
  if (metadata !== undefined) {
    const { key } = metadata;
    const value = String(metadata.value);
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    const salt = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
    return {
      target: { kind: 'metadata', key, value },
      shown: { kind: 'metadata', key, salt, valueHash: sha256Hex(`${salt}${value}`) },
    };
  }
  if (project !== projectId && project !== (await projects.nameOf(projectId))) {
    throw new ApiProblem('invalid_request', {
      errors: [{ pointer: '/project', message: 'must be the id or the name of this project' }],
    });
  }
  return { target: { kind: 'project' }, shown: { kind: 'project', project: projectId } };
}

function toDeletion(stored: StoredDeletion): Deletion {
  const { id, status, shown, phase, erased, createdAtMs, completedAtMs, report } = stored;
  const target: DeletionTarget = JSON.parse(shown);
  return {
    ...{ id, status, target },
    step: status === 'completed' ? null : (phaseName(target.kind, phase) ?? 'report'),
    erased: JSON.parse(erased),
    createdAt: new Date(createdAtMs).toISOString(),
    endedAt: completedAtMs === null ? null : new Date(completedAtMs).toISOString(),
    report: report === null ? null : JSON.parse(report),
  };
}
