import fc from 'fast-check';
import { expect, test } from 'vitest';
import { boxBetween, isIn, readBox, writeBox } from './box.ts';

const value = fc.integer({ min: 0, max: 1000 }).map((thousandths) => thousandths / 1000);
const pair = fc.record({ base: value, batch: value });

test('a box in an address is read as it was written, and holds both its corners', () => {
  fc.assert(
    fc.property(pair, pair, (one, other) => {
      const box = boxBetween(one, other);
      expect(readBox(writeBox(box))).toEqual(box);
      expect([one, other].every((corner) => isIn(box, corner))).toBe(true);
    }),
  );
});

test('what is no box is none', () => {
  expect(['', null, '1,2', '0,1,0,2', 'a,b,c,d', '0,1,0,1,0'].map(readBox)).toEqual(
    Array(6).fill(undefined),
  );
});

test('a box drawn beyond the values ends with them', () => {
  expect(boxBetween({ base: -0.2, batch: 1.3 }, { base: 0.5, batch: 0.5 })).toEqual({
    ...{ left: 0, right: 0.5, bottom: 0.5, top: 1 },
  });
});
