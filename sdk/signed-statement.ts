import { fromBase64, utf8Bytes } from '@assay/schema/records/bytes.ts';
import { preAuthenticationEncoding } from '@assay/schema/records/dsse.ts';
import { isSame } from '@assay/schema/records/merkle-proof.ts';
import { STATEMENT_TYPE } from '@assay/schema/records/statement.ts';
import type { DsseEnvelope, SigningKey, SigningKeySet } from '@assay/schema/types.ts';
import { importKey, keysIn } from './checkpoints.ts';
import { LogError } from './log-error.ts';
import { ReceiptError, type ReceiptProblem } from './receipt-error.ts';

/** What has a signed statement: a receipt or report, its DSSE envelope, or its compact JWS. */
export type Signable = { envelope: DsseEnvelope; jws?: string } | DsseEnvelope | string;

export interface VerifySignedOptions {
  keys: SigningKeySet;
  clockSkewSeconds?: number | undefined;
}

/** A statement whose signature was verified, and the key. */
export interface VerifiedStatement {
  keyId: string;
  statement: unknown;
  /** Checks that the key was in use at a time that the statement gives. @throws ReceiptError */
  checkPeriod(signedAt: string): void;
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const SKEW_SECONDS = 300;

/** Verifies the signature of a statement. @throws ReceiptError with a `code` */
export async function verifySigned(
  given: Signable,
  { keys, clockSkewSeconds = SKEW_SECONDS }: VerifySignedOptions,
): Promise<VerifiedStatement> {
  const signed = readSigned(given);
  const key = await verifiedBy(signed, keys);
  const jws = jwsBeside(given);
  if (jws !== undefined) {
    const other = readSigned(jws);
    await verifiedBy(other, keys);
    if (other.keyId !== signed.keyId || !isSame(other.payload, signed.payload)) {
      throw fail('receipt_malformed', 'Its JWS is not the statement of its envelope.');
    }
  }
  return {
    keyId: signed.keyId,
    statement: readJson(signed.payload),
    checkPeriod: (signedAt) => checkPeriod(key, signedAt, clockSkewSeconds),
  };
}

/**
 * Checks what stands unsigned beside a statement, for whoever reads that. @param said what was signed of it
 *
 * @throws ReceiptError
 */
export function checkBeside(given: Signable, said: Readonly<Record<string, string>>): void {
  if (typeof given === 'string' || !('envelope' in given)) return;
  const beside = new Map(Object.entries(given));
  for (const [name, value] of Object.entries(said)) {
    if (!beside.has(name) || beside.get(name) === value) continue;
    throw fail('receipt_malformed', `Its \`${name}\` is not the one that was signed.`);
  }
}

/** The other form of the same statement, where it stands beside an envelope. */
function jwsBeside(given: Signable): string | undefined {
  if (typeof given === 'string' || !('envelope' in given) || !('jws' in given)) return undefined;
  return String(given.jws);
}

/** @returns the key whose signature was verified */
async function verifiedBy(signed: Signed, keys: SigningKeySet): Promise<SigningKey> {
  const { key, verifier } = await verifierOf(signed.keyId, keys);
  if (await crypto.subtle.verify('Ed25519', verifier, signed.signature, signed.bytes)) return key;
  throw fail('signature_invalid', 'The signature does not match: the receipt was altered.');
}

/** The statement in the very bytes that were verified. */
function readJson(payload: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(payload));
  } catch (cause) {
    throw fail('receipt_malformed', 'The signed payload is not JSON.', cause);
  }
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

function readSigned(given: Signable): Signed {
  try {
    if (typeof given === 'string') return readJws(given);
    return readEnvelope('envelope' in given ? given.envelope : given);
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
  // Base64 has other spellings of the same bytes, which JOSE does not.
  if (!parts.every((part) => /^[\w-]+$/.test(part))) {
    throw fail('receipt_malformed', 'A part of the JWS is not base64url without padding.');
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

export function fail(code: ReceiptProblem, message: string, cause?: unknown): ReceiptError {
  return new ReceiptError(code, message, cause);
}
