/** Bytes as base64 (RFC 4648, section 4). */
export function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/** Bytes as base64url without padding (RFC 4648, section 5), as JOSE writes them. */
export function toBase64Url(bytes: Uint8Array): string {
  return toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/**
 * The bytes of base64 or base64url, padded or not.
 *
 * @throws TypeError when the text is neither, or has bits left over: a second spelling of the same
 * bytes is refused, so that nothing signed can be respelled
 */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const plain = text
    .replace(/={1,2}$/, '')
    .replaceAll('-', '+')
    .replaceAll('_', '/');
  if (!/^[A-Za-z0-9+/]*$/.test(plain)) throw new TypeError('not base64');
  let binary: string;
  try {
    binary = atob(plain);
  } catch (cause) {
    throw new TypeError('not base64', { cause });
  }
  const bytes = Uint8Array.from(binary, (unit) => unit.charCodeAt(0));
  if (toBase64(bytes).replaceAll('=', '') !== plain) throw new TypeError('not canonical base64');
  return bytes;
}

/** The SHA-256 of bytes, as 64 hex digits. */
export async function sha256OfBytes(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}

/** Bytes as lower-case hex digits. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** @throws TypeError when the text is not pairs of lower-case hex digits */
export function fromHex(digits: string): Uint8Array<ArrayBuffer> {
  if (!/^([0-9a-f]{2})*$/.test(digits)) throw new TypeError('not hex digits');
  const pairs = digits.match(/../g) ?? [];
  return Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16));
}

const encoder = new TextEncoder();

/** A text in UTF-8. */
export function utf8Bytes(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(encoder.encode(text));
}
