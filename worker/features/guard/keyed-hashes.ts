const HEX_DIGITS = 16;

/**
 * HMAC-SHA-256 of texts, so that equal texts can be told to be equal and nobody without the key can try
 * which text a hash belongs to.
 *
 * @param key of the deployment
 * @param projectId no hash is the same in two projects
 * @returns the first 64 bits in hexadecimal, by text
 */
export async function keyedHashes(
  key: string,
  projectId: string,
  texts: ReadonlySet<string>,
): Promise<Map<string, string>> {
  const encoder = new TextEncoder();
  const hmac = { name: 'HMAC', hash: 'SHA-256' };
  const secret = await crypto.subtle.importKey('raw', encoder.encode(key), hmac, false, ['sign']);
  const hashed = Array.from(texts, async (text): Promise<[string, string]> => {
    const signed = encoder.encode(`assay guard v1\n${projectId}\n${text}`);
    return [text, hexOf(await crypto.subtle.sign('HMAC', secret, signed))];
  });
  return new Map(await Promise.all(hashed));
}

function hexOf(bytes: ArrayBuffer): string {
  const hex = Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0'));
  return hex.join('').slice(0, HEX_DIGITS);
}
