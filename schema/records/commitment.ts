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

/** The data of a leaf, as hex digits. */
export function commitmentOf(committed: Committed): Promise<string> {
  return sha256OfBytes(utf8Bytes(commitmentText(committed)));
}
