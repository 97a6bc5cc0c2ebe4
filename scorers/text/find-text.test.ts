import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findText } from './find-text.ts';

test('long texts are found where the engine finds them', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(letters, letters, letters, (start, part, end) => {
      const sought = part.repeat(300);
      for (const text of [
        start + sought + end,
        part.repeat(299) + start + sought,
        sought.slice(1),
      ]) {
        expect(findText(text, sought)).toBe(text.indexOf(sought));
      }
    }),
  );
});

test('repeated letters do not take the product of the lengths', () => {
  const half = 'a'.repeat(65_536);
  expect(findText('a'.repeat(262_144), `${half}b${half}`)).toBe(-1);
});
