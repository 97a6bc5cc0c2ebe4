import type { ReceiptLog } from './log.ts';

/** A signed payload, as DSSE v1 writes it. */
export interface DsseEnvelope {
  payload: string;
  payloadType: string;
  signatures: { keyid: string; sig: string }[];
}

/** A stored verdict as a signed statement. */
export interface Receipt {
  verdictId: string;
  keyId: string;
  signedAt: string;
  envelope: DsseEnvelope;
  jws: string;
  log: ReceiptLog;
}

/** A public key that receipts are signed with: a JSON Web Key (RFC 7517, RFC 8037). */
export interface SigningKey {
  kty: 'OKP';
  crv: 'Ed25519';
  x: string;
  kid: string;
  alg: 'EdDSA';
  use: 'sig';
  /** From when it signs, in seconds since 1970. */
  nbf?: number;
  /** Until when it signs. */
  exp?: number;
}

export interface SigningKeySet {
  keys: SigningKey[];
}

/** A score as a receipt states it: nothing of the sample's text, so no reason and no evidence. */
export interface ReceiptScore {
  name: string;
  scorer: string;
  version: number;
  fingerprint: string;
  status: 'scored' | 'abstained' | 'skipped' | 'error';
  value: number | null;
  raw: number | null;
  passed: boolean | null;
  threshold: number | null;
  error: string | null;
  models: { model: string; modelVersion: string | null }[];
  children: ReceiptScore[];
}

/** What a receipt says of a verdict, under `urn:assay:verdict:v1` of its predicate. */
export interface ReceiptDetail {
  verifier: { id: 'assay'; version: string };
  project: string;
  verdict: string;
  evaluatedAt: string;
  /** Of a verdict that the signer did not make, but imported; absent otherwise. */
  importedAt?: string;
  signedAt: string;
  passed: boolean | null;
  value: number | null;
  rule: 'required' | 'weighted-mean';
  threshold: number | null;
  suite: { name: string; version: number; fingerprint: string } | null;
  generator: string | null;
  scores: ReceiptScore[];
  commitments: { sample: Commitment; verdict: Commitment };
}

/** A hash of what the statement does not show. */
export interface Commitment {
  alg: 'sha-256';
  value: string;
  salted: boolean;
}

/** An in-toto Statement with the predicate `test-result`. */
export interface ReceiptStatement {
  _type: 'https://in-toto.io/Statement/v1';
  subject: { name: string; digest: { sha256: string } }[];
  predicateType: 'https://in-toto.io/attestation/test-result/v0.1';
  predicate: {
    result: 'PASSED' | 'WARNED' | 'FAILED';
    configuration: { name: string; digest: { sha256: string } }[];
    passedTests: string[];
    warnedTests: string[];
    failedTests: string[];
    'urn:assay:verdict:v1': ReceiptDetail;
  };
}
