import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromBase64, fromHex, toBase64, toBase64Url, toHex } from './bytes.ts';

test('bytes survive base64 and base64url, padded or not', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
      const padded = toBase64(bytes);
      expect(padded).toBe(Buffer.from(bytes).toString('base64'));
      expect(toBase64Url(bytes)).toBe(Buffer.from(bytes).toString('base64url'));
      for (const text of [padded, padded.replaceAll('=', ''), toBase64Url(bytes)]) {
        expect(fromBase64(text)).toEqual(Uint8Array.from(bytes));
      }
    }),
  );
});

test.each(['a', 'aa b', 'QR==', '===', 'Zm9v\n', 'Zm=v'])('%j is refused', (text) => {
  expect(() => fromBase64(text)).toThrow(TypeError);
});

test('bytes survive hex digits, and what is not hex is refused', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
      expect(toHex(bytes)).toBe(Buffer.from(bytes).toString('hex'));
      expect(fromHex(toHex(bytes))).toEqual(Uint8Array.from(bytes));
    }),
  );
  for (const text of ['0', '0g', 'AB', '00 ']) expect(() => fromHex(text)).toThrow(TypeError);
});
