import type { LogEntryKind } from '../types.ts';
import { sha256OfBytes, utf8Bytes } from './bytes.ts';

/** What a leaf of the log is about; `salt` and `hash` as hex digits. */
export interface Committed {
  kind: LogEntryKind;
  id: string;
  salt: string;
  hash: string;
}

/**
 * The text whose SHA-256 is the leaf's data. Without the salt nobody can tell what it was made of, so
 * that dropping the salt erases the entry and leaves the log as it is.
 */
export function commitmentText({ kind, id, salt, hash }: Committed): string {
  return `assay-log-v1\n${kind}\n${id}\n${salt}\n${hash}\n`;
}

/** What a result of a batch commits to; hashes and salt as hex digits. */
export interface CommittedResult {
  /** Id of its verdict. */
  id: string;
  salt: string;
  /** SHA-256 over the canonical JSON of the verdict; null where the result is an error without one. */
  verdict: string | null;
  /** SHA-256 of what the batch says of it beside the verdict. */
  result: string;
  /** SHA-256 over the canonical JSON of the stored sample, where that is not the judged one. */
  sample: string | null;
}

/**
 * The text whose SHA-256 is a leaf of the tree over results of a batch that were written together: the
 * root of this tree is the `hash` of one entry of the log.
 */
export function resultText({ id, salt, verdict, result, sample }: CommittedResult): string {
  return `assay-result-v1\n${id}\n${salt}\n${verdict ?? ''}\n${result}\n${sample ?? ''}\n`;
}

/** What a result commits to, as hex digits. */
export function resultCommitmentOf(committed: CommittedResult): Promise<string> {
  return sha256OfBytes(utf8Bytes(resultText(committed)));
}

/** The data of a leaf, as hex digits. */
export function commitmentOf(committed: Committed): Promise<string> {
  return sha256OfBytes(utf8Bytes(commitmentText(committed)));
}
