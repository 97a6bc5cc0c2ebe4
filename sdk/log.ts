/** Verifies the log of a project: that history only grew, and that the database still has what was sealed. */
import { fromBase64, fromHex } from '@assay/schema/records/bytes.ts';
import type { Checkpoint } from '@assay/schema/records/checkpoint.ts';
import { commitmentOf } from '@assay/schema/records/commitment.ts';
import { isConsistent } from '@assay/schema/records/merkle-proof.ts';
import type {
  LogCheckpoint,
  LogConsistency,
  LogEntriesQuery,
  LogEntryKind,
  LogPage,
  LogProof,
  SigningKeySet,
  UnloggedRow,
} from '@assay/schema/types.ts';
import {
  commitmentOfResults,
  type ProvenPlace,
  verifyCheckpoint,
  verifyInclusion,
} from './checkpoints.ts';
import { LogError, type LogProblem } from './log-error.ts';
import { type LogFinding, walkLog } from './log-walk.ts';

export {
  type Checkpoint,
  LogError,
  type LogFinding,
  type LogProblem,
  type ProvenPlace,
  verifyCheckpoint,
};

/** Where a log is read: `assay.log`, or files that were kept. */
export interface LogSource {
  checkpoint(): PromiseLike<Pick<LogCheckpoint, 'checkpoint'>>;
  entries(query: LogEntriesQuery): PromiseLike<LogPage>;
  consistency(from: number, to: number): PromiseLike<Pick<LogConsistency, 'proof'>>;
  pending(): AsyncIterable<UnloggedRow>;
  unlogged(): AsyncIterable<UnloggedRow>;
}

export interface VerifyLogOptions {
  /** The public keys of the deployment: what `GET /.well-known/jwks.json` returned. */
  keys: SigningKeySet;
  /** The checkpoint of the last report: the log must extend it. Without one, nobody can tell. */
  remembered?: string;
  /** `history` compares the checkpoints alone, `rows` every entry and its row. Defaults to `rows`. */
  depth?: 'history' | 'rows';
  /** Called after each page of entries. */
  onProgress?: (seen: number, size: number) => void;
}

/** What was found of a log. */
export interface LogReport {
  /** Whether nothing was found. */
  isIntact: boolean;
  origin: string;
  size: number;
  /** The newest checkpoint: keep it for the next time, if the log is intact. */
  checkpoint: string;
  findings: LogFinding[];
  /** Entries that were looked at, by kind. */
  entries: Record<LogEntryKind, number>;
  /** Entries whose content was deleted, as the log says itself. */
  erased: number;
  /** Rows that wait to be sealed. */
  pending: number;
}

/**
 * Verifies the log of a project against its signed checkpoint, the checkpoint remembered from the last
 * time, and the rows of the database.
 *
 * @param source `assay.log`
 * @throws LogError when the checkpoint or the keys cannot be trusted; what is wrong with the log itself
 *   is in `findings`
 *
 * @example
 * const report = await verifyLog(assay.log, { keys, remembered });
 * if (!report.isIntact) console.error(report.findings);
 */
export async function verifyLog(
  source: LogSource,
  { keys, remembered, depth = 'rows', onProgress }: VerifyLogOptions,
): Promise<LogReport> {
  const verified = async () => {
    const { checkpoint: text } = await source.checkpoint();
    return { text, head: await verifyCheckpoint(text, keys) };
  };
  const first = await verified();
  const kept = remembered === undefined ? undefined : await verifyCheckpoint(remembered, keys);
  const rewritten = kept && (await compare(kept, first.head, source));
  const findings = rewritten === undefined ? [] : [rewritten];
  if (depth === 'history') return reportOf(first, findings);
  const walk = walkLog(source, onProgress);
  await walk.to(first.head);
  const pending = new Set<string>();
  for await (const { kind, id } of source.pending()) pending.add(`${kind} ${id}`);
  // What was pending may be sealed by now: so the log is read to its end once more.
  const last = await verified();
  await walk.to(last.head);
  const { findings: walked, ...seen } = walk.end(pending);
  findings.push(...walked);
  for await (const { kind, id } of source.unlogged()) {
    const message = `The database has a ${kind} that the log does not have.`;
    findings.push({ code: 'row_unlogged', index: null, kind, id, message });
  }
  return { ...reportOf(last, findings), ...seen, pending: pending.size };
}

function reportOf(
  { text, head }: { text: string; head: Checkpoint },
  findings: LogFinding[],
): LogReport {
  return {
    ...{ isIntact: findings.length === 0, origin: head.origin, size: head.size, checkpoint: text },
    ...{ findings, erased: 0, pending: 0 },
    entries: { verdict: 0, sample: 0, results: 0, deletion: 0, audit: 0 },
  };
}

/** What is wrong if the log does not extend a checkpoint. */
async function compare(
  kept: Checkpoint,
  head: Checkpoint,
  source: LogSource,
): Promise<LogFinding | undefined> {
  const wrong = (message: string): LogFinding => ({
    ...{ code: 'history_rewritten', index: null, kind: null, id: null, message },
  });
  if (kept.origin !== head.origin) {
    return wrong(`The remembered checkpoint is of ${kept.origin}, not of ${head.origin}.`);
  }
  if (kept.size > head.size) {
    return wrong(`The log had ${kept.size} entries and now has ${head.size}.`);
  }
  const proof =
    kept.size === head.size ? [] : (await source.consistency(kept.size, head.size)).proof;
  if (await isConsistent(kept, head, proof.map(fromBase64))) return undefined;
  return wrong(`The first ${kept.size} entries are not those of the remembered checkpoint.`);
}

/**
 * Verifies offline that a log has an entry: that its leaf is made of its salt and hash, and that the
 * proof leads from the leaf to a signed checkpoint.
 *
 * @param proven what `assay.log.proof()` returned
 * @returns its place, and the checkpoint
 * @throws LogError with a `code`
 */
export async function verifyProof(
  { entry, within, proof }: LogProof,
  { keys }: Pick<VerifyLogOptions, 'keys'>,
): Promise<ProvenPlace> {
  const { kind, id, salt, hash, commitment } = entry;
  const isErased = salt === null || hash === null;
  if (!isErased) {
    const made = await commitmentOf({ kind, id, salt, hash });
    if (made !== commitment) {
      throw new LogError('proof_invalid', 'Salt and hash of the entry are not those of its leaf.');
    }
  }
  if (within !== undefined && (await commitmentOfResults(within)) !== commitment) {
    throw new LogError('proof_invalid', 'The result is not among those of the entry.');
  }
  return verifyInclusion(proof, fromHex(commitment), keys);
}
