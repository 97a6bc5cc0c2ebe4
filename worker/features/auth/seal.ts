/**
 * Encrypts a text so that only the owner of a key can read it: gzip, then AES-256-GCM under a key
 * derived from the caller's API key with HKDF. The database stores neither, so a stored response
 * can be read only with the key that made the request.
 *
 * Source: RFC 5869 (HKDF), NIST SP 800-38D (GCM).
 */
const IV_BYTES = 12;

/** @returns the IV, followed by the ciphertext */
export async function seal(text: string, token: string): Promise<Uint8Array> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const zipped = await throughStream(new TextEncoder().encode(text), new CompressionStream('gzip'));
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await keyFrom(token), zipped);
  const whole = new Uint8Array(IV_BYTES + sealed.byteLength);
  whole.set(iv);
  whole.set(new Uint8Array(sealed), IV_BYTES);
  return whole;
}

/** @throws OperationError when it was sealed under another key or was changed */
export async function open(sealed: Uint8Array, token: string): Promise<string> {
  const iv = sealed.slice(0, IV_BYTES);
  const ciphertext = sealed.slice(IV_BYTES);
  const zipped = await crypto.subtle.decrypt(
    { name: 'AES-GCM', iv },
    await keyFrom(token),
    ciphertext,
  );
  const bytes = await throughStream(new Uint8Array(zipped), new DecompressionStream('gzip'));
  return new TextDecoder().decode(bytes);
}

async function keyFrom(token: string): Promise<CryptoKey> {
  const secret = await crypto.subtle.importKey(
    'raw',
    new TextEncoder().encode(token),
    'HKDF',
    false,
    ['deriveKey'],
  );
  const derivation = {
    name: 'HKDF',
    hash: 'SHA-256',
    salt: new Uint8Array(),
    info: new TextEncoder().encode('assay idempotency v1'),
  };
  return crypto.subtle.deriveKey(derivation, secret, { name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
    'decrypt',
  ]);
}

async function throughStream(
  bytes: Uint8Array,
  transform: CompressionStream | DecompressionStream,
): Promise<ArrayBuffer> {
  const source = new Response(bytes).body;
  if (source === null) throw new TypeError('a response made of bytes has a body');
  return new Response(source.pipeThrough(transform)).arrayBuffer();
}
