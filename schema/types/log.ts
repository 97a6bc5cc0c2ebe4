/**
 * What an entry of a project's log is about. A `sample` follows its verdict where the stored sample is
 * not the judged one, such as a redacted one; `results` are those of a batch that were written together.
 */
export type LogEntryKind = 'verdict' | 'sample' | 'results' | 'deletion' | 'audit';

/** What a row in the database hashes to today. */
export interface LoggedRow {
  /** SHA-256 of the canonical JSON, as hex digits. */
  hash: string;
  /** The same of the stored sample of a verdict, where that is not the judged one. */
  sampleHash: string | null;
  /** Of an entry with results of a batch. */
  results?: LoggedResults;
}

/** The results of a batch that an entry of the log holds, as the database has them today. */
export interface LoggedResults {
  /** Places of the samples in the batch, as runs without their end. */
  places: [from: number, to: number][];
  /** Places whose results a later entry holds: they were retried, or erased. */
  replaced: number[];
  /** Places whose samples were dropped while their results stay. */
  withoutSample: number;
  /** Places whose results are not what was sealed, where that can be told. */
  altered?: number[];
}

/** The place of a result among those of an entry. */
export interface ResultPlace {
  /** Id of the entry. */
  id: string;
  /** Of the entry, as hex digits; that of the result is beside it. */
  salt: string;
  /** SHA-256 of the rest of the result: status, attempts, digest and error. */
  result: string;
  /** SHA-256 of the stored sample, where that is not the judged one. */
  sample: string | null;
  index: number;
  /** Results of the entry. */
  size: number;
  /** Hashes in base64, from the leaf up (RFC 9162, section 2.1.3). */
  proof: string[];
}

/** The signed state of a project's log. */
export interface LogCheckpoint {
  /** The name of the log, which is also that of its keys. */
  origin: string;
  /** Entries in the log. */
  size: number;
  /** The root of its Merkle tree, in base64. */
  root: string;
  /** The same as a signed note (C2SP tlog-checkpoint). */
  checkpoint: string;
  /** The public keys, as verifiers of notes are configured with them. */
  keys: string[];
}

/** An entry of a project's log. */
export interface LogEntry {
  index: number;
  kind: LogEntryKind;
  /** Id of the verdict, of the results (`batch/place/version`) or of the audit entry. */
  id: string;
  /** As hex digits; null once what it is about was deleted. */
  salt: string | null;
  /** SHA-256 of the canonical JSON when it was sealed, as hex digits; null once it was deleted. */
  hash: string | null;
  /** The data of the leaf, as hex digits. */
  commitment: string;
  /** Null where there is none; absent where it was not asked for, and of deletions. */
  row?: LoggedRow | null;
}

/** A page of a project's log, oldest first. */
export interface LogPage {
  items: LogEntry[];
  /** Entries in the log. */
  size: number;
}

/** Which entries of a log are listed. */
export interface LogEntriesQuery {
  /** Index of the first. Defaults to 0. */
  start?: number;
  /** 1 to 1,000. Defaults to 100. */
  limit?: number;
  /** `rows` adds what the row of each entry hashes to today. */
  include?: 'rows';
}

/** A row that the log does not have. */
export interface UnloggedRow {
  kind: LogEntryKind;
  id: string;
}

/** Which entry is proven. */
export interface LogProofQuery {
  /** Id of the verdict or of the audit entry. */
  id: string;
  /** Defaults to `verdict`. */
  kind?: LogEntryKind;
}

/** A proof that the log at one size is the start of the log at another. */
export interface LogConsistency {
  from: number;
  to: number;
  /** Hashes in base64. */
  proof: string[];
}

/** An entry with the proof that it is in the log. */
export interface LogProof {
  entry: LogEntry;
  /** Of a verdict of a batch: its place among the results of the entry. */
  within?: ResultPlace & { verdict: { id: string; salt: string; hash: string } };
  /** Index, hashes from the leaf up, and signed checkpoint (C2SP tlog-proof). */
  proof: string;
}

/** The place of a receipt's verdict in the log. */
export type ReceiptLog =
  | { status: 'pending' }
  | {
      status: 'sealed';
      /** Of its entry, as hex digits. */
      salt: string;
      /** SHA-256 of the verdict when it was sealed, as hex digits. */
      hash: string;
      /** Index, hashes from the leaf up, and signed checkpoint (C2SP tlog-proof). */
      proof: string;
      /** Of a verdict of a batch: its place among the results whose entry is proven. */
      within?: ResultPlace;
      /** SHA-256 of the verdict before its sample was dropped, which is the entry that is proven. */
      before?: string;
    };
