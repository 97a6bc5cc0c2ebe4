import { createHash, hash } from 'node:crypto';

/** Up to so many UTF-16 units, or bytes, plain code is faster than calling the platform. */
const LONGEST = 768;

/**
 * The SHA-256 of a text in UTF-8, as 64 hex digits. The platform's hash makes an object for each call,
 * which costs more than hashing a short text does, so short ones are hashed here.
 *
 * Source: FIPS 180-4, section 6.2.
 */
export function sha256Hex(text: string): string {
  if (text.length > LONGEST) return hash('sha256', text);
  hashMessage(writeUtf8(text));
  let digits = '';
  for (let i = 0; i < state.length; i++) digits += hexOf(state[i] ?? 0);
  return digits;
}

/** The SHA-256 of bytes, given in parts; here as well if they are few. */
export function sha256(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  let length = 0;
  for (const part of parts) length += part.length;
  if (length > LONGEST) return ofPlatform(parts);
  let at = 0;
  for (const part of parts) {
    message.set(part, at);
    at += part.length;
  }
  hashMessage(length);
  const bytes = new Uint8Array(HASH_BYTES);
  const words = new DataView(bytes.buffer);
  for (let i = 0; i < state.length; i++) words.setInt32(i * 4, state[i] ?? 0);
  return bytes;
}

function ofPlatform(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const digest = createHash('sha256');
  for (const part of parts) digest.update(part);
  return Uint8Array.from(digest.digest());
}

/** Hashes the start of `message` into `state`. */
function hashMessage(length: number): void {
  pad(length);
  state.set(INITIAL);
  for (let start = 0; start < length + 9; start += BLOCK_BYTES) addBlock(start);
}

const HASH_BYTES = 32;
const BYTES_IN_HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function hexOf(word: number): string {
  const high = `${BYTES_IN_HEX[word >>> 24]}${BYTES_IN_HEX[(word >>> 16) & 0xff]}`;
  return `${high}${BYTES_IN_HEX[(word >>> 8) & 0xff]}${BYTES_IN_HEX[word & 0xff]}`;
}

const BLOCK_BYTES = 64;
// One unit of UTF-16 takes at most three bytes; the padding at most a block and the length.
const message = new Uint8Array(LONGEST * 3 + 2 * BLOCK_BYTES);
const view = new DataView(message.buffer);
const encoder = new TextEncoder();

/** Writes the text to the start of `message` and returns how many bytes it takes. */
function writeUtf8(text: string): number {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0x80) return encoder.encodeInto(text, message).written;
    message[i] = unit;
  }
  return text.length;
}

/** One bit, zeros to the end of a block, and the length in bits. */
function pad(length: number): void {
  const end = Math.ceil((length + 9) / BLOCK_BYTES) * BLOCK_BYTES;
  message[length] = 0x80;
  message.fill(0, length + 1, end);
  view.setUint32(end - 4, length * 8);
}

const state = new Int32Array(8);
const schedule = new Int32Array(64);

function addBlock(start: number): void {
  for (let i = 0; i < 16; i++) schedule[i] = view.getInt32(start + i * 4);
  for (let i = 16; i < 64; i++) {
    const a = schedule[i - 15] ?? 0;
    const b = schedule[i - 2] ?? 0;
    const fromA = ((a >>> 7) | (a << 25)) ^ ((a >>> 18) | (a << 14)) ^ (a >>> 3);
    const fromB = ((b >>> 17) | (b << 15)) ^ ((b >>> 19) | (b << 13)) ^ (b >>> 10);
    schedule[i] = (schedule[i - 16] ?? 0) + fromA + (schedule[i - 7] ?? 0) + fromB;
  }
  let a = state[0] ?? 0;
  let b = state[1] ?? 0;
  let c = state[2] ?? 0;
  let d = state[3] ?? 0;
  let e = state[4] ?? 0;
  let f = state[5] ?? 0;
  let g = state[6] ?? 0;
  let h = state[7] ?? 0;
  for (let i = 0; i < 64; i++) {
    const turnedE = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const chosen = (e & f) ^ (~e & g);
    const first = (h + turnedE + chosen + (CONSTANTS[i] ?? 0) + (schedule[i] ?? 0)) | 0;
    const turnedA = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const majority = (a & b) ^ (a & c) ^ (b & c);
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + turnedA + majority) | 0;
  }
  addToState(0, a);
  addToState(1, b);
  addToState(2, c);
  addToState(3, d);
  addToState(4, e);
  addToState(5, f);
  addToState(6, g);
  addToState(7, h);
}

function addToState(i: number, word: number): void {
  state[i] = (state[i] ?? 0) + word;
}

/** Square roots of the first eight primes: the first 32 bits of their fractions. */
const INITIAL = Int32Array.of(
  0x6a09e667,
  0xbb67ae85,
  0x3c6ef372,
  0xa54ff53a,
  0x510e527f,
  0x9b05688c,
  0x1f83d9ab,
  0x5be0cd19,
);

/** The same of the cube roots of the first 64. */
const CONSTANTS = Int32Array.of(
  0x428a2f98,
  0x71374491,
  0xb5c0fbcf,
  0xe9b5dba5,
  0x3956c25b,
  0x59f111f1,
  0x923f82a4,
  0xab1c5ed5,
  0xd807aa98,
  0x12835b01,
  0x243185be,
  0x550c7dc3,
  0x72be5d74,
  0x80deb1fe,
  0x9bdc06a7,
  0xc19bf174,
  0xe49b69c1,
  0xefbe4786,
  0x0fc19dc6,
  0x240ca1cc,
  0x2de92c6f,
  0x4a7484aa,
  0x5cb0a9dc,
  0x76f988da,
  0x983e5152,
  0xa831c66d,
  0xb00327c8,
  0xbf597fc7,
  0xc6e00bf3,
  0xd5a79147,
  0x06ca6351,
  0x14292967,
  0x27b70a85,
  0x2e1b2138,
  0x4d2c6dfc,
  0x53380d13,
  0x650a7354,
  0x766a0abb,
  0x81c2c92e,
  0x92722c85,
  0xa2bfe8a1,
  0xa81a664b,
  0xc24b8b70,
  0xc76c51a3,
  0xd192e819,
  0xd6990624,
  0xf40e3585,
  0x106aa070,
  0x19a4c116,
  0x1e376c08,
  0x2748774c,
  0x34b0bcb5,
  0x391c0cb3,
  0x4ed8aa4a,
  0x5b9cca4f,
  0x682e6ff3,
  0x748f82ee,
  0x78a5636f,
  0x84c87814,
  0x8cc70208,
  0x90befffa,
  0xa4506ceb,
  0xbef9a3f7,
  0xc67178f2,
);
