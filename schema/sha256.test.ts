import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sha256, sha256Hex } from './sha256.ts';

describe('sha256Hex', () => {
  // Source: FIPS 180-2, appendix B, and NIST's example of an empty message.
  test.each([
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    [
      'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    ],
  ])('of %j is the published one', (text, digest) => {
    expect(sha256Hex(text)).toBe(digest);
  });

  test('is that of the platform for every length around the ends of blocks and of plain code', () => {
    const lengths = [...Array(200).keys(), 760, 767, 768, 769, 10_000];
    for (const length of lengths) {
      for (const letter of ['a', 'é', '漢', '\ud800']) {
        const text = letter.repeat(length);
        expect(sha256Hex(text)).toBe(platformHash(text));
      }
    }
  });

  test('is that of the platform for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 5_000 }), (text) => {
        expect(sha256Hex(text)).toBe(platformHash(text));
      }),
    );
  });
});

describe('sha256', () => {
  test('is that of the platform for any bytes, whatever the parts they come in', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 500 }), { maxLength: 6 }), (parts) => {
        const expected = createHash('sha256').update(Buffer.concat(parts)).digest();
        expect(sha256(...parts)).toEqual(new Uint8Array(expected));
      }),
    );
  });

  test('of one call is not changed by the next', () => {
    const first = sha256(Uint8Array.of(1));
    sha256(Uint8Array.of(2));
    expect(first).toEqual(new Uint8Array(createHash('sha256').update(Uint8Array.of(1)).digest()));
  });
});

function platformHash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
