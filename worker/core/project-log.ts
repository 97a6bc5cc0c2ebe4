import type { LogEntry, LogEntryKind, LogPage } from '@assay/schema/types.ts';

/** What is appended: `hash` is the SHA-256 of the canonical JSON, as hex digits. */
export interface NewLogEntry {
  kind: LogEntryKind;
  id: string;
  hash: string;
}

/** A log at one time; hashes as hex digits. */
export interface LogHead {
  size: number;
  root: string;
}

/** The newest signed checkpoint. */
export interface PublishedCheckpoint {
  size: number;
  /** Id of the key under the log's name, as eight hex digits. */
  keyId: string;
  note: string;
}

/** A log, and what was last signed of it. */
export interface LogState extends LogHead {
  /** `isStart` tells whether the log still starts with what was signed. */
  published: (PublishedCheckpoint & { isStart: boolean }) | null;
}

/** An entry with the hashes that prove it, from the leaf up. */
export interface ProvenEntry {
  entry: LogEntry;
  proof: string[];
}

/** The log of one project: entries are added at the end, and nothing else is. */
export interface ProjectLog {
  /** Adds those that the log does not have by kind and id. All are in it, or none. */
  append(entries: readonly NewLogEntry[]): LogState;
  state(): LogState;
  /** Keeps a signed checkpoint, unless there is one of a later size. */
  publish(checkpoint: PublishedCheckpoint & LogHead): void;
  entries(start: number, limit: number): LogPage;
  /** Proves an entry in the log of a size; null where that log does not have it. */
  prove(kind: LogEntryKind, id: string, size: number): ProvenEntry | null;
  /** Of some ids, those that it has no entry of this kind of. */
  unknown(kind: LogEntryKind, ids: readonly string[]): string[];
  /** Null where a size is not one of this log's. */
  consistency(from: number, to: number): string[] | null;
  tile(level: number, index: number, width: number): Uint8Array | null;
  /** Removes everything, as if there never was a log. */
  erase(): void;
  /** The data of leaves, each after its length in two bytes. */
  bundle(index: number, width: number): Uint8Array | null;
}

type Remote<Methods> = {
  [Name in keyof Methods]: Methods[Name] extends (...args: infer Args) => infer Value
    ? (...args: Args) => Promise<Value>
    : never;
};

/** A project's log, kept by its Durable Object. */
export type RemoteLog = Remote<ProjectLog>;

/** The part of a binding of Durable Objects that is used. */
export interface LogNamespace {
  getByName(name: string): RemoteLog;
}
