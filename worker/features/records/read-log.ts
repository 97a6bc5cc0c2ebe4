import type { LogEntriesQuery } from '@assay/schema/log.ts';
import { fromHex, toBase64 } from '@assay/schema/records/bytes.ts';
import { writeTlogProof } from '@assay/schema/records/tlog-proof.ts';
import type {
  LogConsistency,
  LogEntry,
  LogEntryKind,
  LoggedRow,
  LogPage,
  LogProof,
} from '@assay/schema/types.ts';
import { ApiProblem } from '../../core/problem.ts';
import { type CheckpointNeeds, publish } from './checkpoints.ts';
import { type HashedResults, hashedResults, type ResultNeeds } from './result-hashes.ts';
import { type HashedRow, hashedAuditRows, hashedRows, type RowNeeds } from './row-hashes.ts';

const PAGE_ENTRIES = 100;
/** Each can have up to 4 MB, its sample included. */
const ROWS_AT_ONCE = 25;
const MOST_ROW_BYTES = 8_000_000;

export type LogNeeds = CheckpointNeeds & RowNeeds & ResultNeeds;

/** Entries of a project's log, oldest first; with rows it may be fewer than were asked for. */
export async function entriesOf(
  projectId: string,
  { start = 0, limit = PAGE_ENTRIES, include }: LogEntriesQuery,
  needs: LogNeeds,
): Promise<LogPage> {
  const page = await needs.projectLogs.of(projectId).entries(start, limit);
  if (include === undefined) return page;
  const items: LogEntry[] = [];
  let bytes = 0;
  for (let at = 0; at < page.items.length && bytes < MOST_ROW_BYTES; at += ROWS_AT_ONCE) {
    const some = page.items.slice(at, at + ROWS_AT_ONCE);
    const ids = (...kinds: LogEntryKind[]) => [
      ...new Set(some.filter(({ kind }) => kinds.includes(kind)).map(({ id }) => id)),
    ];
    const rows = await hashedRows(projectId, ids('verdict', 'sample'), needs);
    const acts = await hashedAuditRows(projectId, ids('audit'), needs);
    const results = await hashedResults(projectId, ids('results'), needs);
    items.push(...some.map((entry) => withRow(entry, { rows, acts, results: results.rows })));
    bytes += results.bytes;
    for (const row of rows.values()) bytes += row.status === 'kept' ? row.bytes : 0;
  }
  return { ...page, items };
}

interface Rows {
  rows: ReadonlyMap<string, HashedRow>;
  acts: ReadonlyMap<string, LoggedRow>;
  results: ReadonlyMap<string, HashedResults>;
}

function withRow(entry: LogEntry, { rows, acts, results }: Rows): LogEntry {
  const { kind, id } = entry;
  if (kind === 'deletion') return entry;
  if (kind === 'audit') return { ...entry, row: acts.get(id) ?? null };
  if (kind === 'results') return { ...entry, row: resultsOf(entry, results.get(id)) };
  const row = rows.get(id);
  // A sample whose key was dropped is no sample any more that could be looked at.
  if (kind === 'sample' && row?.status === 'kept' && !row.isReadable) return entry;
  return { ...entry, row: rowOf(entry, row) };
}

/** Which results were altered is told by commitments that the log confirms. */
function resultsOf({ hash }: LogEntry, row: HashedResults | undefined): LoggedRow | null {
  if (row === undefined) return null;
  const { altered, results, ...hashes } = row;
  const isConfirmed = altered !== null && altered.root === hash && altered.places.length > 0;
  return {
    ...hashes,
    ...(results && { results: { ...results, ...(isConfirmed && { altered: altered.places }) } }),
  };
}

function rowOf({ kind }: LogEntry, row: HashedRow | undefined): LoggedRow | null {
  if (row?.status !== 'kept') return null;
  const { hash, sampleHash } = row;
  if (kind === 'verdict') return { hash, sampleHash };
  // Its entry is there because the sample was not the judged one: now it is another.
  return sampleHash === null ? null : { hash: sampleHash, sampleHash: null };
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
