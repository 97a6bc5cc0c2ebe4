const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/**
 * The text that bytes of UTF-8 hold, without a byte order mark, or the first byte that is not UTF-8:
 * a lenient decoder would replace it and change what was sent.
 */
export function decodeUtf8(bytes: Uint8Array): { text: string } | { fault: string } {
  try {
    return { text: decoder.decode(bytes) };
  } catch {
    const at = firstInvalid(bytes);
    const byte = (bytes[at] ?? 0).toString(16).toUpperCase().padStart(2, '0');
    return { fault: `is not UTF-8: byte 0x${byte} at offset ${at}` };
  }
}

const REPLACEMENT = 0xfffd;

/** The offset of the first ill-formed sequence, which a lenient decoder replaces by U+FFFD. */
function firstInvalid(bytes: Uint8Array): number {
  let at = 0;
  for (const character of new TextDecoder('utf-8', { fatal: false, ignoreBOM: true }).decode(
    bytes,
  )) {
    const code = character.codePointAt(0) ?? 0;
    const isSent = bytes[at] === 0xef && bytes[at + 1] === 0xbf && bytes[at + 2] === 0xbd;
    if (code === REPLACEMENT && !isSent) return at;
    if (code < 0x80) at += 1;
    else if (code < 0x800) at += 2;
    else at += code < 0x10000 ? 3 : 4;
  }
  return at;
}
