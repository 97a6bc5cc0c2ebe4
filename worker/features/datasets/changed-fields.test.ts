import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changedFields } from './changed-fields.ts';

test.each([
  [{ a: 1 }, { a: 1 }, []],
  [{ a: { b: 1, c: 2 } }, { a: { b: 1, c: 3 } }, ['/a/c']],
  [{ tags: ['x'] }, { tags: ['x', 'y'] }, ['/tags']],
  [{ list: [{ a: 1 }, 2] }, { list: [{ a: 2 }, 2] }, ['/list/0/a']],
  [{ 'a/b': 1 }, { 'a/b': null }, ['/a~1b']],
  [{ a: [] }, { a: {} }, ['/a']],
  [{ a: 1 }, { b: 1 }, ['/a', '/b']],
])('%j and %j differ in %j', (before, after, fields) => {
  expect(changedFields(before, after)).toEqual(fields);
});

test('values without a difference are the same JSON', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (before, after) => {
      expect(changedFields(before, structuredClone(before))).toEqual([]);
      const isSame = changedFields(before, after).length === 0;
      if (isSame) expect(after).toEqual(before);
    }),
  );
});
