import { Buffer } from 'node:buffer';

/**
 * AES-256-GCM with a fresh IV of 12 bytes for each text, and additional data that binds it to its
 * place: a text moved elsewhere does not open.
 *
 * Source: NIST SP 800-38D.
 */
const IV_BYTES = 12;

const encoder = new TextEncoder();

/** @param key 32 bytes */
export function importSealingKey(key: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt', 'decrypt']);
}

/** @returns the IV, followed by the ciphertext, as base64 */
export async function sealBytes(bytes: Uint8Array, place: string, key: CryptoKey): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const algorithm = { name: 'AES-GCM', iv, additionalData: encoder.encode(place) };
  const sealed = await crypto.subtle.encrypt(algorithm, key, bytes);
  // Of 12 bytes base64 makes 16 characters, so that one follows the other without either being copied.
  return base64Of(iv.buffer) + base64Of(sealed);
}

function base64Of(bytes: ArrayBuffer): string {
  return Buffer.from(bytes).toString('base64');
}

/** @throws OperationError if it was sealed by another key or for another place, or was changed */
export async function openBytes(
  sealed: string,
  place: string,
  key: CryptoKey,
): Promise<Uint8Array> {
  const bytes = Buffer.from(sealed, 'base64');
  const algorithm = {
    ...{ name: 'AES-GCM', iv: bytes.subarray(0, IV_BYTES), additionalData: Buffer.from(place) },
  };
  return new Uint8Array(await crypto.subtle.decrypt(algorithm, key, bytes.subarray(IV_BYTES)));
}
