const encoder = new TextEncoder();

/**
 * The bytes that a signature of a DSSE envelope covers: the type and the payload, each preceded by its
 * length in bytes, so that neither can be read as the other.
 *
 * @param type the payload's media type
 * @param payload the payload itself, before base64
 *
 * Source: Dead Simple Signing Envelope v1.0.2, PAE(type, body).
 */
export function preAuthenticationEncoding(
  type: string,
  payload: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const typeBytes = encoder.encode(type).length;
  const head = encoder.encode(`DSSEv1 ${typeBytes} ${type} ${payload.length} `);
  const encoded = new Uint8Array(head.length + payload.length);
  encoded.set(head);
  encoded.set(payload, head.length);
  return encoded;
}
