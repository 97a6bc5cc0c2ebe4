/** Verifies receipts and reports of deletions offline: signed statements. */
import { canonicalJson } from '@assay/schema/canonical-json.ts';
import { fromHex, sha256OfBytes, utf8Bytes } from '@assay/schema/records/bytes.ts';
import { commitmentOf } from '@assay/schema/records/commitment.ts';
import { proofOfDefinition } from '@assay/schema/records/definition-proof.ts';
import { droppedHash, droppedSampleId } from '@assay/schema/records/dropped-sample.ts';
import { VERDICT_DETAIL } from '@assay/schema/records/statement.ts';
import type {
  DsseEnvelope,
  LogEntryKind,
  Receipt,
  ReceiptDetail,
  ReceiptLog,
  ReceiptStatement,
  Sample,
  SigningKeySet,
  StoredVerdict,
  Verdict,
} from '@assay/schema/types.ts';
import { commitmentOfResults, verifyInclusion } from './checkpoints.ts';
import {
  type VerifiedDeletion,
  type VerifyDeletionOptions,
  verifyDeletionReport,
} from './deletion-reports.ts';
import { LogError } from './log-error.ts';
import { ReceiptError, type ReceiptProblem } from './receipt-error.ts';
import { checkBeside, fail, verifySigned } from './signed-statement.ts';

export {
  proofOfDefinition,
  ReceiptError,
  type ReceiptProblem,
  type VerifiedDeletion,
  type VerifyDeletionOptions,
  verifyDeletionReport,
};

export interface VerifyReceiptOptions {
  /** The public keys of the deployment: what `GET /.well-known/jwks.json` returned. */
  keys: SigningKeySet;
  /** A copy of the verdict: it must be the one that was signed, to the last field. */
  verdict?: Verdict | StoredVerdict;
  /** A copy of the sample: it must be the one that the verdict is about. */
  sample?: Sample;
  /** Seconds by which clocks may differ. Defaults to 300. */
  clockSkewSeconds?: number;
}

/** A receipt that was verified. */
export interface VerifiedReceipt {
  keyId: string;
  /** What was signed. */
  statement: ReceiptStatement;
  /** What the statement says of the verdict. */
  detail: ReceiptDetail;
  log: VerifiedPlace;
}

/**
 * Where the verdict is in the log of its project: `pending` when the receipt was made before it was
 * sealed, `absent` when what was verified has no such part, as envelopes and JWSs alone.
 */
export type VerifiedPlace =
  | { status: 'absent' | 'pending' }
  | {
      status: 'sealed';
      origin: string;
      index: number;
      size: number;
      /** Of a verdict of a batch: id of the entry, which holds the results that were written with it. */
      results?: string;
    };

/**
 * Verifies a receipt without a network: the signature, the key's period, the proof that the verdict is
 * in the log of its project, and that the statement is the one of the given verdict and sample, if any.
 *
 * @param receipt a receipt, its DSSE envelope, or its compact JWS
 * @throws ReceiptError with a `code`; nothing of an unverified statement is returned
 *
 * @example
 * const keys: SigningKeySet = await (await fetch('https://assay.example.com/.well-known/jwks.json')).json();
 * const { detail } = await verifyReceipt(await assay.verdicts.receipt(verdict.id), { keys, verdict });
 * console.log(detail.passed, detail.evaluatedAt);
 */
export async function verifyReceipt(
  receipt: Receipt | DsseEnvelope | string,
  options: VerifyReceiptOptions,
): Promise<VerifiedReceipt> {
  const signed = await verifySigned(receipt, options);
  const statement = readStatement(signed.statement);
  const detail = statement.predicate[VERDICT_DETAIL];
  const { verdict: verdictId, signedAt } = detail;
  checkBeside(receipt, { verdictId, signedAt, keyId: signed.keyId });
  signed.checkPeriod(signedAt);
  await checkCopies(detail, options);
  const log = await placeOf(logOf(receipt), detail, options);
  return { keyId: signed.keyId, statement, detail, log };
}

function logOf(receipt: Receipt | DsseEnvelope | string): ReceiptLog | undefined {
  return typeof receipt === 'string' || !('envelope' in receipt) ? undefined : receipt.log;
}

async function placeOf(
  log: ReceiptLog | undefined,
  { project, verdict, commitments }: ReceiptDetail,
  { keys }: VerifyReceiptOptions,
): Promise<VerifiedPlace> {
  if (log === undefined) return { status: 'absent' };
  if (typeof log !== 'object' || log === null) {
    throw fail('log_invalid', '`log` must say whether the verdict is sealed.');
  }
  if (log.status === 'pending') return { status: 'pending' };
  const { salt, hash, proof, within, before } = log;
  if (hash !== commitments.verdict.value) {
    throw fail('log_invalid', 'The verdict that was sealed is not the one that was signed.');
  }
  const proven = async () => {
    const commitment = await (within === undefined
      ? commitmentOf(await entryOf({ verdict, salt, hash, before }))
      : commitmentOfResults({ ...within, verdict: { id: verdict, salt, hash } }));
    return verifyInclusion(String(proof), fromHex(commitment), keys);
  };
  const { index, checkpoint } = await proven().catch((cause: unknown) => {
    const why = cause instanceof LogError ? cause.message : 'A part of it is of another type.';
    throw fail('log_invalid', `The proof of the log is not valid. ${why}`, cause);
  });
  const { origin, size } = checkpoint;
  if (!origin.endsWith(`/${project}`)) {
    throw fail('log_invalid', `The log ${origin} is not that of ${project}.`);
  }
  return { status: 'sealed', origin, index, size, ...(within && { results: within.id }) };
}

/** The entry of a verdict, or of what stays of it since its sample was dropped. */
async function entryOf({
  verdict,
  salt,
  hash,
  before,
}: {
  verdict: string;
  salt: string;
  hash: string;
  before: string | undefined;
}): Promise<{ kind: LogEntryKind; id: string; salt: string; hash: string }> {
  if (before === undefined) return { kind: 'verdict', id: verdict, salt, hash };
  const dropped = await droppedHash(verdict, before, hash);
  return { kind: 'deletion', id: droppedSampleId(verdict), salt, hash: dropped };
}

function readStatement(given: unknown): ReceiptStatement {
  // Signed by the deployment, and checked for what tells it from statements of another kind.
  const statement = given as ReceiptStatement | null;
  if (statement?.predicate?.[VERDICT_DETAIL]?.commitments !== undefined) return statement;
  throw fail('receipt_malformed', 'The signed payload is not a statement of a verdict.');
}

async function checkCopies(
  { commitments }: ReceiptDetail,
  { verdict, sample }: VerifyReceiptOptions,
): Promise<void> {
  if (verdict !== undefined) {
    const { sample: _sample, ...signed } = { sample: undefined, ...verdict };
    if ((await hashOf(signed)) !== commitments.verdict.value) {
      throw fail('verdict_differs', 'The verdict is not the one that was signed.');
    }
  }
  if (sample !== undefined && (await hashOf(sample)) !== commitments.sample.value) {
    throw fail('sample_differs', 'The sample is not the one that the verdict is about.');
  }
}

function hashOf(value: unknown): Promise<string> {
  return sha256OfBytes(utf8Bytes(canonicalJson(value)));
}
