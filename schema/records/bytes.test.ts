import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromBase64, toBase64, toBase64Url } from './bytes.ts';

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
