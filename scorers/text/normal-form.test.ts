import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalForm } from './normal-form.ts';

const form = fc.constantFrom('NFC', 'NFD', 'NFKC', 'NFKD');

test('a text has the normal form that Unicode gives it', () => {
  const text = fc.string({ unit: fc.constantFrom(...'eE\u0301\u0323ﬁ½가\u1100\u1161 ') });
  fc.assert(
    fc.property(text, form, (given, name) => {
      expect(normalForm(given, name)).toBe(given.normalize(name));
    }),
  );
});

test('so has a text of any character, alone or behind another', () => {
  const character = fc.string({ unit: 'binary', minLength: 1, maxLength: 3 });
  const low = fc.integer({ min: 0, max: 0x350 }).map((code) => String.fromCharCode(code));
  fc.assert(
    fc.property(fc.oneof(low, character), fc.oneof(low, character), form, (a, b, name) => {
      expect(normalForm(a + b, name)).toBe((a + b).normalize(name));
    }),
    { numRuns: 2_000 },
  );
});

test('the 31st mark of a run begins anew', () => {
  const marks = '\u0301\u0323'.repeat(15);
  expect(normalForm(`e${marks}\u0323`, 'NFD')).toBe(`${`e${marks}`.normalize('NFD')}\u0323`);
});

test('a text of nothing but marks keeps its marks and ends in time', () => {
  const marks = '\u0301\u0323'.repeat(65_536);
  for (const name of ['NFC', 'NFD', 'NFKC', 'NFKD'] as const) {
    expect(normalForm(marks, name)).toHaveLength(marks.length);
  }
});
