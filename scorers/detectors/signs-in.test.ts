import fc from 'fast-check';
import { expect, test } from 'vitest';
import { signsIn } from './signs-in.ts';

const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({ unit: 'grapheme-ascii', maxLength: 60 }),
  fc
    .array(fc.integer({ min: 0, max: 0x90 }), { maxLength: 4 })
    .map((codes) => String.fromCharCode(...codes)),
);

test('the signs of a text are those that patterns find in it', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const signs = signsIn(text);
      expect(signs).toMatchObject({
        isAscii: [...text].every((sign) => sign < '\x80'),
        isPlain: !/[^\t\n\r\x20-\x7e]/.test(text),
        hasDigit: /\d/.test(text),
        hasCapital: /[A-Z]/.test(text),
      });
      expect(signs.hasAny('@<[({')).toBe(/[@<[({]/.test(text));
      expect(signs.hasAny('')).toBe(false);
    }),
    { numRuns: 1_000 },
  );
});
