import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeUtf8 } from './utf8.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

describe('bytes', () => {
  test('of well-formed text are read as that text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const sent = `x${text}`;
        expect(decodeUtf8(bytesOf(sent))).toEqual({ text: sent });
      }),
    );
  });

  test('may begin with a byte order mark', () => {
    expect(decodeUtf8(bytesOf('\uFEFF{}'))).toEqual({ text: '{}' });
  });

  test.each([
    ['a Latin-1 letter', [0x63, 0x61, 0x66, 0xe9, 0x22], '0xE9 at offset 3'],
    ['a sequence that breaks off', [0x61, 0xe2, 0x82], '0xE2 at offset 1'],
    ['half of a surrogate pair', [0xed, 0xa0, 0x80], '0xED at offset 0'],
    ['an overlong form', [0xc3, 0xa9, 0xc0, 0xaf], '0xC0 at offset 2'],
    ['a continuation after U+FFFD as sent', [0xef, 0xbf, 0xbd, 0x80], '0x80 at offset 3'],
    ['a byte after an emoji', [0xf0, 0x9f, 0x98, 0x80, 0xff], '0xFF at offset 4'],
    ['a byte after a byte order mark', [0xef, 0xbb, 0xbf, 0xff], '0xFF at offset 3'],
  ])('of %s are refused at the first that is not UTF-8', (_, bytes, where) => {
    expect(decodeUtf8(Uint8Array.from(bytes))).toEqual({ fault: `is not UTF-8: byte ${where}` });
  });
});
