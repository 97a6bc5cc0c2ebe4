import type { DsseEnvelope } from './receipt.ts';

/** What is to be deleted: one of the three. */
export interface DeletionInput {
  verdictIds?: string[];
  metadata?: { key: string; value: string | number | boolean };
  /** Id or name of the key's own project. */
  project?: string;
}

/** What was to be deleted, without the value that may name a person. */
export type DeletionTarget =
  | { kind: 'verdicts'; verdictIds: string[] }
  | { kind: 'metadata'; key: string; salt: string; valueHash: string }
  | { kind: 'project'; project: string };

/** Records that are gone, by class. */
export type ErasedCounts = Record<string, number>;

export interface Deletion {
  id: string;
  status: 'running' | 'completed';
  target: DeletionTarget;
  /** The step that runs; null once all are done. */
  step: string | null;
  erased: ErasedCounts;
  createdAt: string;
  endedAt: string | null;
  report: DeletionReport | null;
}

/** The signed end of a deletion. */
export interface DeletionReport {
  deletionId: string;
  keyId: string;
  signedAt: string;
  envelope: DsseEnvelope;
  jws: string;
}

/** What stays after a deletion, and why. */
export interface StayingData {
  what: string;
  why: string;
}

/** What a report states. */
export interface DeletionDetail {
  verifier: { id: 'assay'; version: string };
  deletion: string;
  project: string;
  target: DeletionTarget;
  requestedAt: string;
  completedAt: string;
  signedAt: string;
  erased: ErasedCounts;
  staying: StayingData[];
  /** Where no search was made. */
  notSearched: StayingData[];
}

/** An in-toto Statement with a predicate of Assay's own. */
export interface DeletionStatement {
  _type: 'https://in-toto.io/Statement/v1';
  subject: { name: string; digest: { sha256: string } }[];
  predicateType: 'urn:assay:deletion:v1';
  predicate: DeletionDetail;
}
