import type { SigningKey } from '@assay/schema/types.ts';
import { memberOf } from '@assay/scorers/value-at.ts';
import { ConfigurationError } from '../../core/configuration-error.ts';

/** The keys of a deployment: one signs, all verify. */
export interface SigningKeys {
  /** The public keys, newest first. */
  keys: readonly [SigningKey, ...SigningKey[]];
  /** Signs bytes with Ed25519, by the newest key. */
  sign(
    bytes: Uint8Array<ArrayBuffer>,
  ): Promise<{ keyId: string; signature: Uint8Array<ArrayBuffer> }>;
}

const NAME = 'ASSAY_SIGNING_KEYS';
const THIRTY_TWO_BYTES = /^[A-Za-z0-9_-]{43}$/;

/**
 * The keys of the secret ASSAY_SIGNING_KEYS: a JSON Web Key Set whose first key has its private half.
 *
 * @throws ConfigurationError saying what is wrong, without the secret itself
 */
export function readSigningKeys(text: string): SigningKeys {
  const stored = keysIn(text);
  const [newest, ...older] = stored.map(publicKeyOf);
  const d = memberOf(stored[0], 'd');
  if (newest === undefined || typeof d !== 'string' || !THIRTY_TWO_BYTES.test(d)) {
    throw new ConfigurationError(
      `${NAME} has no private key: its first key must have \`d\`. Make it with \`npm run signing-key\`.`,
    );
  }
  let imported: Promise<CryptoKey> | undefined;
  return {
    keys: [newest, ...older],
    async sign(bytes) {
      const { kty, crv, x } = newest;
      imported ??= crypto.subtle.importKey('jwk', { kty, crv, x, d }, 'Ed25519', false, ['sign']);
      const signature = await crypto.subtle.sign('Ed25519', await imported, bytes);
      return { keyId: newest.kid, signature: new Uint8Array(signature) };
    },
  };
}

function keysIn(text: string): unknown[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The cause would quote the secret.
    throw new ConfigurationError(`${NAME} must be a JSON Web Key Set: it is not JSON`);
  }
  const keys = memberOf(value, 'keys');
  if (Array.isArray(keys)) return keys;
  throw new ConfigurationError(`${NAME} must be a JSON Web Key Set: it has no list \`keys\``);
}

function publicKeyOf(stored: unknown, index: number): SigningKey {
  const [kty, crv, x, kid] = ['kty', 'crv', 'x', 'kid'].map((name) => memberOf(stored, name));
  if (kty !== 'OKP' || crv !== 'Ed25519' || typeof x !== 'string' || !THIRTY_TWO_BYTES.test(x)) {
    throw new ConfigurationError(
      `${NAME}: /keys/${index} must be an Ed25519 key: \`kty\` "OKP", \`crv\` "Ed25519", and 32 bytes as base64url in \`x\``,
    );
  }
  if (typeof kid !== 'string' || kid === '') {
    throw new ConfigurationError(`${NAME}: /keys/${index}/kid must be the thumbprint of the key`);
  }
  const [nbf, exp] = ['nbf', 'exp'].map((name) => memberOf(stored, name));
  return {
    ...{ kty, crv, x, kid, alg: 'EdDSA', use: 'sig' },
    ...(typeof nbf === 'number' && { nbf }),
    ...(typeof exp === 'number' && { exp }),
  };
}
