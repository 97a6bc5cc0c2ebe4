import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readTilePath, tilePath } from './tile-path.ts';

test('the path of the specification is read and written', () => {
  const place = { level: 0, index: 1_234_067, width: 256 };
  expect(tilePath(place)).toBe('0/x001/x234/067');
  expect(readTilePath('0/x001/x234/067')).toEqual(place);
  expect(readTilePath('entries/000.p/7')).toEqual({ level: 'entries', index: 0, width: 7 });
});

test('every place has one path, and is read from it', () => {
  const places = fc.record({
    level: fc.oneof(fc.integer({ min: 0, max: 63 }), fc.constant('entries' as const)),
    index: fc.integer({ min: 0, max: 10 ** 14 }),
    width: fc.integer({ min: 1, max: 256 }),
  });
  fc.assert(
    fc.property(places, (place) => {
      expect(readTilePath(tilePath(place))).toEqual(place);
    }),
  );
});

test.each([
  '64/000',
  '00/000',
  '0/0',
  '0/1000',
  '0/x000/001',
  '0/001/002',
  '0/000.p/0',
  '0/000.p/256',
  '0/000.p/01',
  '-1/000',
  'entries',
  'data/000',
  '0/000/',
  '',
])('%j is the path of no tile', (path) => {
  expect(readTilePath(path)).toBeUndefined();
});
