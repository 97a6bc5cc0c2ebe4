import fc from 'fast-check';
import { expect, test } from 'vitest';
import { match, pathTo } from './match.ts';

test('a path matches its pattern, with or without a slash at the end', () => {
  expect(match('/', '/')).toEqual({});
  expect(match('/batches/:id', '/batches/bat_1/')).toEqual({ id: 'bat_1' });
});

test('a path of another length or with another word does not match', () => {
  expect(match('/batches/:id', '/batches')).toBeUndefined();
  expect(match('/batches/:id', '/batches/bat_1/samples')).toBeUndefined();
  expect(match('/batches/:id', '/suites/bat_1')).toBeUndefined();
});

test('a path that is not well-formed does not match', () => {
  expect(match('/suites/:name', '/suites/%ff')).toBeUndefined();
});

test('any value can be a parameter', () => {
  const segment = fc.string({ unit: 'grapheme', minLength: 1 });
  fc.assert(
    fc.property(segment, segment, (id, base) => {
      const path = pathTo('batches', id, 'compare', base);
      expect(match('/batches/:id/compare/:base', path)).toEqual({ id, base });
    }),
  );
});
