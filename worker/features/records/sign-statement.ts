import { canonicalJson } from '@assay/schema/canonical-json.ts';
import { toBase64, toBase64Url, utf8Bytes } from '@assay/schema/records/bytes.ts';
import { preAuthenticationEncoding } from '@assay/schema/records/dsse.ts';
import { STATEMENT_TYPE } from '@assay/schema/records/statement.ts';
import type { DsseEnvelope } from '@assay/schema/types.ts';
import type { SigningKeys } from './signing-keys.ts';

/** A statement, signed in two forms over the same bytes. */
export interface SignedStatement {
  keyId: string;
  envelope: DsseEnvelope;
  jws: string;
}

/** An in-toto Statement in a DSSE envelope and as a compact JWS. */
export async function signStatement(
  statement: object,
  keys: SigningKeys,
): Promise<SignedStatement> {
  const payload = utf8Bytes(canonicalJson(statement));
  const { keyId, signature } = await keys.sign(preAuthenticationEncoding(STATEMENT_TYPE, payload));
  return {
    keyId,
    envelope: {
      payload: toBase64(payload),
      payloadType: STATEMENT_TYPE,
      signatures: [{ keyid: keyId, sig: toBase64(signature) }],
    },
    jws: await compactJws(payload, keyId, keys),
  };
}

/** Source: RFC 7515 (section 7.1), RFC 8037 (EdDSA). */
async function compactJws(payload: Uint8Array, keyId: string, keys: SigningKeys): Promise<string> {
  const header = canonicalJson({ alg: 'EdDSA', kid: keyId, typ: STATEMENT_TYPE });
  const signed = `${toBase64Url(utf8Bytes(header))}.${toBase64Url(payload)}`;
  const { signature } = await keys.sign(utf8Bytes(signed));
  return `${signed}.${toBase64Url(signature)}`;
}
