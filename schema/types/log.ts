/** What an entry of a project's log is about. */
export type LogEntryKind = 'verdict' | 'deletion' | 'audit';

/** An entry of a project's log. */
export interface LogEntry {
  index: number;
  kind: LogEntryKind;
  /** Id of the verdict or of the audit entry. */
  id: string;
  /** As hex digits; null once what it is about was deleted. */
  salt: string | null;
  /** SHA-256 of the canonical JSON when it was sealed, as hex digits; null once it was deleted. */
  hash: string | null;
  /** The data of the leaf, as hex digits. */
  commitment: string;
}

/** A page of a project's log, oldest first. */
export interface LogPage {
  items: LogEntry[];
  /** Entries in the log. */
  size: number;
}

/** A proof that the log at one size is the start of the log at another. */
export interface LogConsistency {
  from: number;
  to: number;
  /** Hashes in base64. */
  proof: string[];
}

/** The place of a receipt's verdict in the log. */
export type ReceiptLog =
  | { status: 'pending' }
  | {
      status: 'sealed';
      index: number;
      salt: string;
      hash: string;
      /** The signed checkpoint that the proof is for. */
      checkpoint: string;
      /** Hashes in base64, from the leaf up. */
      inclusion: string[];
    };
