/** Verifies receipts offline: signed statements of stored verdicts. */
import { canonicalJson } from '@assay/schema/canonical-json.ts';
import { fromBase64, fromHex, sha256OfBytes, utf8Bytes } from '@assay/schema/records/bytes.ts';
import { commitmentText } from '@assay/schema/records/commitment.ts';
import { preAuthenticationEncoding } from '@assay/schema/records/dsse.ts';
import { STATEMENT_TYPE, VERDICT_DETAIL } from '@assay/schema/records/statement.ts';
import type {
  DsseEnvelope,
  Receipt,
  ReceiptDetail,
  ReceiptLog,
  ReceiptStatement,
  Sample,
  SigningKey,
  SigningKeySet,
  StoredVerdict,
  Verdict,
} from '@assay/schema/types.ts';
import { importKey, keysIn, verifyInclusion } from './checkpoints.ts';
import { LogError } from './log-error.ts';
import { ReceiptError, type ReceiptProblem } from './receipt-error.ts';

export { ReceiptError, type ReceiptProblem };

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
  | { status: 'sealed'; origin: string; index: number; size: number };

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const SKEW_SECONDS = 300;

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
  const signed = readSigned(receipt);
  const { key, verifier } = await verifierOf(signed.keyId, options.keys);
  if (!(await crypto.subtle.verify('Ed25519', verifier, signed.signature, signed.bytes))) {
    throw fail('signature_invalid', 'The signature does not match: the receipt was altered.');
  }
  const statement = readStatement(signed.payload);
  const detail = statement.predicate[VERDICT_DETAIL];
  checkPeriod(key, detail.signedAt, options.clockSkewSeconds ?? SKEW_SECONDS);
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
  if (log.status === 'pending') return { status: 'pending' };
  const { salt, hash, proof } = log;
  if (hash !== commitments.verdict.value) {
    throw fail('log_invalid', 'The verdict that was sealed is not the one that was signed.');
  }
  const text = commitmentText({ kind: 'verdict', id: verdict, salt, hash });
  const commitment = fromHex(await sha256OfBytes(text));
  const { index, checkpoint } = await verifyInclusion(String(proof), commitment, keys).catch(
    (cause: unknown) => {
      if (!(cause instanceof LogError)) throw cause;
      throw fail('log_invalid', `The proof of the log is not valid. ${cause.message}`, cause);
    },
  );
  const { origin, size } = checkpoint;
  if (!origin.endsWith(`/${project}`)) {
    throw fail('log_invalid', `The log ${origin} is not that of ${project}.`);
  }
  return { status: 'sealed', origin, index, size };
}

async function verifierOf(
  keyId: string,
  set: SigningKeySet,
): Promise<{ key: SigningKey; verifier: CryptoKey }> {
  try {
    const key = keysIn(set).find(({ kid }) => kid === keyId);
    if (key !== undefined) return { key, verifier: await importKey(key) };
  } catch (cause) {
    if (!(cause instanceof LogError)) throw cause;
    const code = cause.code === 'keys_malformed' ? cause.code : 'key_unusable';
    throw fail(code, cause.message, cause);
  }
  throw fail('key_unknown', `The key ${keyId} is not in the given key set.`);
}

interface Signed {
  keyId: string;
  payload: Uint8Array<ArrayBuffer>;
  /** What the signature covers. */
  bytes: Uint8Array<ArrayBuffer>;
  signature: Uint8Array<ArrayBuffer>;
}

function readSigned(receipt: Receipt | DsseEnvelope | string): Signed {
  try {
    if (typeof receipt === 'string') return readJws(receipt);
    return readEnvelope('envelope' in receipt ? receipt.envelope : receipt);
  } catch (cause) {
    if (cause instanceof ReceiptError) throw cause;
    throw fail('receipt_malformed', 'This is not a receipt: it is cut off or not base64.', cause);
  }
}

function readEnvelope({ payload, payloadType, signatures }: DsseEnvelope): Signed {
  const [signature, ...more] = signatures;
  if (payloadType !== STATEMENT_TYPE || signature === undefined || more.length > 0) {
    throw fail(
      'receipt_malformed',
      `The envelope must have the type ${STATEMENT_TYPE} and one signature.`,
    );
  }
  const bytes = fromBase64(payload);
  return {
    keyId: signature.keyid,
    payload: bytes,
    bytes: preAuthenticationEncoding(payloadType, bytes),
    signature: fromBase64(signature.sig),
  };
}

function readJws(jws: string): Signed {
  const parts = jws.trim().split('.');
  const [header, payload, signature] = parts;
  if (
    header === undefined ||
    payload === undefined ||
    signature === undefined ||
    parts.length > 3
  ) {
    throw fail('receipt_malformed', 'A compact JWS has three parts with dots between them.');
  }
  const { alg, kid, crit } = JSON.parse(decoder.decode(fromBase64(header)));
  // The algorithm is never the header's choice (RFC 8725, section 3.1).
  if (alg !== 'EdDSA' || typeof kid !== 'string' || crit !== undefined) {
    throw fail('receipt_malformed', 'The JWS must have `alg` EdDSA, a `kid` and no `crit`.');
  }
  return {
    keyId: kid,
    payload: fromBase64(payload),
    bytes: utf8Bytes(`${header}.${payload}`),
    signature: fromBase64(signature),
  };
}

/** The statement in the very bytes that were verified. */
function readStatement(payload: Uint8Array): ReceiptStatement {
  let statement: ReceiptStatement;
  try {
    statement = JSON.parse(decoder.decode(payload));
  } catch (cause) {
    throw fail('receipt_malformed', 'The signed payload is not JSON.', cause);
  }
  if (statement?.predicate?.[VERDICT_DETAIL]?.commitments === undefined) {
    throw fail('receipt_malformed', 'The signed payload is not a statement of a verdict.');
  }
  return statement;
}

function checkPeriod(key: SigningKey, signedAt: string, skew: number): void {
  const seconds = Date.parse(signedAt) / 1_000;
  const isEarly = key.nbf !== undefined && !(seconds >= key.nbf - skew);
  const isLate = key.exp !== undefined && !(seconds <= key.exp + skew);
  if (isEarly || isLate) {
    throw fail(
      'key_out_of_period',
      `It says it was signed at ${signedAt}, when the key ${key.kid} was not in use.`,
    );
  }
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

function fail(code: ReceiptProblem, message: string, cause?: unknown): ReceiptError {
  return new ReceiptError(code, message, cause);
}
