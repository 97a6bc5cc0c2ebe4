/** Bytes that an encoding has no character for. */
export class DecodeFault extends Error {
  override name = 'DecodeFault';

  /** @param position of the first such byte, from 1; undefined where the encoding is not UTF-8 */
  constructor(encoding: string, position: number | undefined) {
    super(
      `It is not ${encoding.toUpperCase()}${position ? `: byte ${position} does not fit` : ''}.`,
    );
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
      const at = start + firstFaultOfUtf8(bytes, chunk === undefined) + 1;
      throw new DecodeFault(encoding, encoding === 'utf-8' ? at : undefined);
    }
  };
}

/**
 * The index of the first byte that makes bytes invalid UTF-8; their length when they are valid, or
 * lack the rest of their last character and it is not the end. Continuation bytes at the start are passed over: they
 * may belong to what came before.
 *
 * Source: Unicode Standard, table 3-7.
 */
function firstFaultOfUtf8(bytes: Uint8Array, isEnd: boolean): number {
  let at = 0;
  while (at < 3 && isContinuation(bytes[at])) at += 1;
  while (at < bytes.length) {
    const lead = bytes[at] as number;
    const size = sizeOf(lead);
    if (size === 0) return at;
    for (let i = 1; i < size && at + i < bytes.length; i += 1) {
      const byte = bytes[at + i] as number;
      const [low, high] = i === 1 ? secondOf(lead) : [0x80, 0xbf];
      if (byte < low || byte > high) return at;
    }
    if (isEnd && at + size > bytes.length) return at;
    at += size;
  }
  return bytes.length;
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x80 && byte <= 0xbf;
}

/** How many bytes a character has that begins with this one; 0 where none does. */
function sizeOf(lead: number): number {
  if (lead <= 0x7f) return 1;
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
}

// No overlong forms, no surrogates, nothing beyond U+10FFFF.
function secondOf(lead: number): readonly [number, number] {
  if (lead === 0xe0) return [0xa0, 0xbf];
  if (lead === 0xed) return [0x80, 0x9f];
  if (lead === 0xf0) return [0x90, 0xbf];
  return lead === 0xf4 ? [0x80, 0x8f] : [0x80, 0xbf];
}

export function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
