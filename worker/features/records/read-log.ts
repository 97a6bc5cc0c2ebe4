import { fromHex, toBase64 } from '@assay/schema/records/bytes.ts';
import { writeTlogProof } from '@assay/schema/records/tlog-proof.ts';
import type { LogConsistency, LogEntryKind, LogPage, LogProof } from '@assay/schema/types.ts';
import { ApiProblem } from '../../core/problem.ts';
import { type CheckpointNeeds, publish } from './checkpoints.ts';

const PAGE_ENTRIES = 100;

/** Entries of a project's log, oldest first. */
export function entriesOf(
  projectId: string,
  { start = 0, limit = PAGE_ENTRIES }: { start?: number | undefined; limit?: number | undefined },
  { projectLogs }: Pick<CheckpointNeeds, 'projectLogs'>,
): Promise<LogPage> {
  return projectLogs.of(projectId).entries(start, limit);
}

/** An entry with its proof; undefined if the log does not have it yet. */
export async function proofOf(
  projectId: string,
  { kind, id }: { kind: LogEntryKind; id: string },
  needs: CheckpointNeeds,
): Promise<LogProof | undefined> {
  const log = needs.projectLogs.of(projectId);
  const { size, note } = await publish(projectId, await log.state(), needs);
  const proven = await log.prove(kind, id, size);
  if (proven === null) return undefined;
  const { entry, proof } = proven;
  const hashes = proof.map(fromHex);
  return {
    entry,
    proof: writeTlogProof({ index: entry.index, proof: hashes, checkpoint: note }),
  };
}

/** @throws ApiProblem `invalid_request` when a size is not one of the log's */
export async function consistencyOf(
  projectId: string,
  { from, to }: { from: number; to: number },
  { projectLogs }: Pick<CheckpointNeeds, 'projectLogs'>,
): Promise<LogConsistency> {
  const proof = await projectLogs.of(projectId).consistency(from, to);
  if (proof !== null) return { from, to, proof: proof.map((hash) => toBase64(fromHex(hash))) };
  const pointer = from > to ? '?from' : '?to';
  const message = from > to ? 'must not be above `to`' : 'must not be above the size of the log';
  throw new ApiProblem('invalid_request', { errors: [{ pointer, message }] });
}
