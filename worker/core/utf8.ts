import { firstInvalidByte, utf8Fault } from '@assay/schema/utf8.ts';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/**
 * The text that bytes of UTF-8 hold, without a byte order mark, or the first byte that is not
 * UTF-8: a lenient decoder would replace it and change the text.
 */
export function decodeUtf8(bytes: Uint8Array): { text: string } | { fault: string } {
  try {
    return { text: decoder.decode(bytes) };
  } catch {
    const at = firstInvalidByte(bytes, true, true);
    return { fault: utf8Fault(bytes[at] ?? 0, at) };
  }
}
