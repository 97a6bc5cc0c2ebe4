import { firstInvalidByte, utf8Fault } from '@assay/schema/utf8.ts';

/** Bytes that an encoding has no character for. */
export class DecodeFault extends Error {
  override name = 'DecodeFault';

  /** @param fault where the encoding is UTF-8: the first such byte and its offset */
  constructor(encoding: string, fault?: string) {
    super(`It ${fault ?? `is not ${encoding.toUpperCase()}`}.`);
  }
}

/**
 * Decodes a stream chunk by chunk and replaces nothing.
 *
 * @param label of the WHATWG Encoding Standard
 * @returns what gives the text of the next chunk; without a chunk the end is reached
 * @throws RangeError for an unknown label; what it returns throws a DecodeFault
 */
export function createDecoder(label = 'utf-8'): (chunk?: Uint8Array) => string {
  const decoder = new TextDecoder(label, { fatal: true, ignoreBOM: false });
  const { encoding } = decoder;
  // A character of UTF-8 has at most four bytes: three may wait for their rest.
  let waiting: Uint8Array = new Uint8Array();
  let position = 0;
  return (chunk) => {
    const bytes = chunk === undefined ? waiting : concat(waiting, chunk);
    try {
      const text = decoder.decode(chunk, { stream: chunk !== undefined });
      position += chunk?.length ?? 0;
      waiting = bytes.slice(-3);
      return text;
    } catch {
      const start = position - waiting.length;
      if (encoding !== 'utf-8') throw new DecodeFault(encoding);
      const at = firstInvalidByte(bytes, start === 0, chunk === undefined);
      throw new DecodeFault(encoding, utf8Fault(bytes[at] ?? 0, start + at));
    }
  };
}

export function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
