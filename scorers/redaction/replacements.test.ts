import { restoreTokens } from '@assay/schema/restore-tokens.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createReplacements, hashKey } from './replacements.ts';

const none = new Set<string>();

test('each mode replaces in its own way', () => {
  const hashes = new Map([[hashKey('iban', 'DE89'), '0123456789abcdef']]);
  const kinds = { card: 'mask', iban: 'hash', name: 'tokens' } as const;
  const replacements = createReplacements({ kinds }, {}, none, hashes);
  expect(replacements.of('email', 'a@b.c')).toBe('[EMAIL]');
  expect(replacements.of('card', '42 é😀')).toBe('** **');
  expect(replacements.of('iban', 'DE89')).toBe('[IBAN:0123456789abcdef]');
  expect(replacements.of('name', 'Ann')).toBe('[NAME_1]');
  expect(replacements.tokens()).toEqual({ '[NAME_1]': 'Ann' });
});

test('the same text gets the same token, also in a later call', () => {
  const first = createReplacements({ mode: 'tokens' }, {}, none, new Map());
  expect(first.of('name', 'Ann')).toBe('[NAME_1]');
  expect(first.of('name', 'Bo')).toBe('[NAME_2]');
  expect(first.of('name', 'Ann')).toBe('[NAME_1]');
  const later = createReplacements({ mode: 'tokens' }, first.tokens() ?? {}, none, new Map());
  expect(later.of('name', 'Bo')).toBe('[NAME_2]');
  expect(later.of('name', 'Cy')).toBe('[NAME_3]');
});

test('a token that stands in the text already is not given', () => {
  const written = new Set(['[NAME_1]', '[NAME_2]']);
  const replacements = createReplacements({ mode: 'tokens' }, {}, written, new Map());
  expect(replacements.of('name', 'Ann')).toBe('[NAME_3]');
});

test('a kind named like a member of every object has no mode of its own', () => {
  const replacements = createReplacements({ mode: 'mask' }, {}, none, new Map());
  expect(replacements.of('constructor', 'abc')).toBe('***');
});

test('tokens restore every original', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' })), (originals) => {
      const replacements = createReplacements({ mode: 'tokens' }, {}, none, new Map());
      const text = originals.map((original) => replacements.of('a-kind', original)).join(' ');
      expect(restoreTokens(text, replacements.tokens() ?? {})).toBe(originals.join(' '));
    }),
  );
});
