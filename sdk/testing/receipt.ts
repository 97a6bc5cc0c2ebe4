import { generateKeyPairSync, type KeyObject, sign as signBytes } from 'node:crypto';
import { canonicalJson } from '@assay/schema/canonical-json.ts';
import { toBase64, toBase64Url, utf8Bytes } from '@assay/schema/records/bytes.ts';
import { preAuthenticationEncoding } from '@assay/schema/records/dsse.ts';
import { STATEMENT_TYPE, statementOf } from '@assay/schema/records/statement.ts';
import { sha256Hex } from '@assay/schema/sha256.ts';
import type { Receipt, SigningKey, Verdict } from '@assay/schema/types.ts';

export interface TestSigner {
  shown: SigningKey;
  privateKey: KeyObject;
}

/** A new key that signs in the given period. */
export function keyNamed(kid: string, period: Partial<SigningKey> = {}): TestSigner {
  const { privateKey } = generateKeyPairSync('ed25519');
  const { x = '' } = privateKey.export({ format: 'jwk' });
  const shown: SigningKey = {
    ...{ kty: 'OKP', crv: 'Ed25519', x, kid, alg: 'EdDSA', use: 'sig' },
    ...period,
  };
  return { shown, privateKey };
}

/** A receipt as the Worker makes it. */
export function receiptBy(
  signer: TestSigner,
  verdict: Verdict,
  signedAt = '2026-01-01T00:00:00.000Z',
): Receipt {
  const verdictHash = sha256Hex(canonicalJson(verdict));
  const statement = statementOf(verdict, { projectId: 'prj_1', verdictHash, signedAt });
  return {
    ...{ verdictId: verdict.id, keyId: signer.shown.kid, signedAt },
    ...signedBy(signer, statement),
    log: { status: 'pending' },
  };
}

/** A statement as the Worker signs it. */
export function signedBy(
  { shown, privateKey }: TestSigner,
  statement: object,
): Pick<Receipt, 'envelope' | 'jws'> {
  const payload = utf8Bytes(canonicalJson(statement));
  const sign = (bytes: Uint8Array) => signBytes(null, bytes, privateKey);
  const head = toBase64Url(utf8Bytes(JSON.stringify({ alg: 'EdDSA', kid: shown.kid })));
  const signed = `${head}.${toBase64Url(payload)}`;
  return {
    envelope: {
      payload: toBase64(payload),
      payloadType: STATEMENT_TYPE,
      signatures: [
        {
          keyid: shown.kid,
          sig: toBase64(sign(preAuthenticationEncoding(STATEMENT_TYPE, payload))),
        },
      ],
    },
    jws: `${signed}.${toBase64Url(sign(utf8Bytes(signed)))}`,
  };
}
