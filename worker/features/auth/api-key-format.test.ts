import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashApiKey, hintOf, isWellFormed, newApiKey } from './api-key-format.ts';
import { DEVELOPMENT_KEY } from './development.ts';

test('new keys are well formed and never the same', () => {
  const keys = Array.from({ length: 200 }, newApiKey);
  expect(new Set(keys).size).toBe(200);
  for (const key of keys) {
    expect(key).toMatch(/^assay_live_[0-9A-Za-z]{38}$/);
    expect(isWellFormed(key)).toBe(true);
  }
});

test('any one mistyped character is told by the checksum', () => {
  const key = newApiKey();
  const start = 'assay_live_'.length;
  fc.assert(
    fc.property(fc.nat(key.length - start - 1), fc.constantFrom(...'0aZ9xQ'), (offset, typed) => {
      const i = start + offset;
      fc.pre(key.charAt(i) !== typed);
      expect(isWellFormed(key.slice(0, i) + typed + key.slice(i + 1))).toBe(false);
    }),
  );
});

test('a cut key is not well formed', () => {
  const key = newApiKey();
  for (let length = 0; length < key.length; length += 1) {
    expect(isWellFormed(key.slice(0, length))).toBe(false);
  }
});

test('the development key is well formed, and recognisable', () => {
  expect(isWellFormed(DEVELOPMENT_KEY)).toBe(true);
  expect(DEVELOPMENT_KEY).toMatch(/^assay_dev_/);
});

test('the hash is the SHA-256 of the key', () => {
  // FIPS 180-4, the example "abc".
  expect(hashApiKey('abc')).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  );
});

test('the hint shows the prefix and four characters', () => {
  const key = newApiKey();
  expect(hintOf(key)).toBe(`assay_live_…${key.slice(-4)}`);
});
