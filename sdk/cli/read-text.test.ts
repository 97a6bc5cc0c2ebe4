import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readText } from './read-text.ts';

async function textOf(bytes: Uint8Array, size = 1, encoding?: string): Promise<string> {
  async function* cut() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  const pieces = await Array.fromAsync(readText(cut(), { name: 'a.txt', encoding }));
  return pieces.join('');
}

test.each([
  ['a stray byte', [0x61, 0xe4, 0x62], '0xE4 at offset 1'],
  ['a byte after a whole character', [0xe2, 0x82, 0xac, 0xff], '0xFF at offset 3'],
  ['an overlong form', [0x61, 0xc0, 0x80], '0xC0 at offset 1'],
  ['a surrogate', [0xed, 0xa0, 0x80], '0xED at offset 0'],
  ['a continuation at the start', [0x80, 0x61], '0x80 at offset 0'],
  ['a character that is cut off', [0x61, 0xe2, 0x82], '0xE2 at offset 1'],
])('%s is an error that names the byte', async (_, bytes, position) => {
  for (const size of [1, 2, 8]) {
    await expect(textOf(Uint8Array.from(bytes), size)).rejects.toThrow(
      `a.txt cannot be read. It is not UTF-8: byte ${position}. `,
    );
  }
});

test('the byte that is named is the first that makes a text invalid', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary' }), fc.nat({ max: 4 }), async (text, size) => {
      const whole = new TextEncoder().encode(text);
      const bytes = Uint8Array.from([0x20, ...whole, 0xff, 0x20]);
      const message = `byte 0xFF at offset ${whole.length + 1}.`;
      await expect(textOf(bytes, size + 1)).rejects.toThrow(message);
    }),
  );
});

test('an encoding is taken as named, and UTF-16 by its mark', async () => {
  expect(await textOf(Uint8Array.of(0x61, 0xe4), 1, 'windows-1252')).toBe('aä');
  expect(await textOf(Uint8Array.of(0xff, 0xfe, 0x61, 0x00), 2)).toBe('a');
  expect(await textOf(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61))).toBe('a');
  await expect(textOf(Uint8Array.of(0x61), 1, 'latin-15')).rejects.toThrow('not “latin-15”');
});

test('what is packed is unpacked, and a broken archive is an error', async () => {
  const packed = gzipSync('äöü'.repeat(100));
  expect(await textOf(packed, 7)).toBe('äöü'.repeat(100));
  await expect(textOf(packed.subarray(0, 20), 7)).rejects.toThrow('a.txt is not valid gzip');
});
