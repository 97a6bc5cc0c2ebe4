const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const CHECKSUM_SIGNS = 6;

/**
 * Whether the last six signs of a token are the CRC-32 of the others behind its prefix, in base 62.
 *
 * Source: "Behind GitHub's new authentication token formats", 2021.
 */
export function hasBase62Checksum(token: string): boolean {
  const random = token.slice(token.indexOf('_') + 1, -CHECKSUM_SIGNS);
  let rest = crc32(random);
  let checksum = '';
  for (let i = 0; i < CHECKSUM_SIGNS; i += 1) {
    checksum = (BASE62[rest % 62] ?? '') + checksum;
    rest = Math.floor(rest / 62);
  }
  return token.endsWith(checksum);
}

/** CRC-32 (ISO 3309) of an ASCII text. */
export function crc32(text: string): number {
  let crc = 0xffffffff;
  for (let i = 0; i < text.length; i += 1) {
    crc ^= text.charCodeAt(i);
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
