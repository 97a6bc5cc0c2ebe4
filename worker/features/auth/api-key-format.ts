import { crc32 } from 'node:zlib';
import { sha256Hex } from '@assay/schema/sha256.ts';

/**
 * An API key is `assay_live_`, 32 random characters of base62 (190 bits) and 6 characters of
 * base62 that hold the CRC-32 of what comes before. The prefix makes a leaked key recognisable to
 * secret scanners; the checksum tells a mistyped key without a look-up. It is no secret.
 */
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const RANDOM_CHARACTERS = 32;
const CHECKSUM_CHARACTERS = 6;
const SHAPE = /^assay_(?:live|dev)_[0-9A-Za-z]{38}$/;

/** A new key from cryptographic randomness. */
export function newApiKey(): string {
  return withChecksum(`assay_live_${randomCharacters(RANDOM_CHARACTERS)}`);
}

/** Completes a key: for new keys, and for the fixed development key. */
export function withChecksum(start: string): string {
  return start + checksum(start);
}

/** Whether a text is a key that was not cut or mistyped. Says nothing of whether it is known. */
export function isWellFormed(key: string): boolean {
  if (!SHAPE.test(key)) return false;
  const start = key.slice(0, -CHECKSUM_CHARACTERS);
  return key.slice(-CHECKSUM_CHARACTERS) === checksum(start);
}

/** The SHA-256 under which a key is stored, as hex. Keys are random, so no slow hash is needed. */
export function hashApiKey(key: string): string {
  return sha256Hex(key);
}

/** What may be shown of a key: its prefix and last four characters. */
export function hintOf(key: string): string {
  return `${key.slice(0, key.lastIndexOf('_') + 1)}…${key.slice(-4)}`;
}

function checksum(text: string): string {
  let rest = crc32(text);
  let digits = '';
  for (let i = 0; i < CHECKSUM_CHARACTERS; i += 1) {
    digits = ALPHABET.charAt(rest % 62) + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}

function randomCharacters(count: number): string {
  let text = '';
  while (text.length < count) {
    for (const byte of crypto.getRandomValues(new Uint8Array(count))) {
      // 248 is the largest multiple of 62 in a byte: the rest would favour some characters.
      if (byte < 248 && text.length < count) text += ALPHABET.charAt(byte % 62);
    }
  }
  return text;
}
