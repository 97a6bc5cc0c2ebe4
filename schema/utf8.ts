/** What to say of a text that is not UTF-8. Offsets count from 0, as those of all of the API do. */
export function utf8Fault(byte: number, offset: number): string {
  return `is not UTF-8: byte 0x${byte.toString(16).toUpperCase()} at offset ${offset}`;
}

/**
 * The offset of the first byte that makes bytes invalid UTF-8; their length when they are valid, or
 * lack the rest of their last character and it is not the end. Where it is not the start, continuation
 * bytes there are passed over: they belong to what came before.
 *
 * Source: Unicode Standard, table 3-7.
 */
export function firstInvalidByte(bytes: Uint8Array, isStart: boolean, isEnd: boolean): number {
  let at = 0;
  while (!isStart && at < 3 && isContinuation(bytes[at])) at += 1;
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
  return ((byte ?? 0) & 0xc0) === 0x80;
}

/** How many bytes a character has that begins with this one; 0 where none does. */
function sizeOf(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

// No overlong forms, no surrogates, nothing beyond U+10FFFF.
function secondOf(lead: number): readonly [number, number] {
  if (lead === 0xe0) return [0xa0, 0xbf];
  if (lead === 0xed) return [0x80, 0x9f];
  if (lead === 0xf0) return [0x90, 0xbf];
  return lead === 0xf4 ? [0x80, 0x8f] : [0x80, 0xbf];
}
