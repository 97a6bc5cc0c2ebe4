import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cellsIn, cellsOf, indexOf, lanesOf, partAt, placeOf, shuffled, sizeOf } from './grid.ts';

const grids = fc.record({
  samples: fc.integer({ min: 1, max: 12 }),
  variants: fc.integer({ min: 1, max: 5 }),
  repeats: fc.integer({ min: 1, max: 4 }),
});

test('the number of a cell leads back to its place', () => {
  fc.assert(
    fc.property(grids, fc.nat(), (grid, n) => {
      const index = n % cellsOf(grid);
      expect(indexOf(placeOf(index, grid), grid)).toBe(index);
    }),
  );
});

test('the parts of all lanes have every cell once, whatever targets, concurrency and seed', () => {
  fc.assert(
    fc.property(
      grids,
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1, max: 7 }),
      fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 5, maxLength: 5 }),
      fc.nat(),
      (grid, concurrency, most, names, seed) => {
        const lanes = lanesOf(names.slice(0, grid.variants), { concurrency, most });
        const order = shuffled(grid.samples, seed);
        const seen: number[] = [];
        let number = 0;
        for (const lane of lanes) {
          expect(lane.calls.reduce((sum, calls) => sum + calls, 0)).toBe(concurrency);
          expect(Math.max(...lane.calls)).toBeLessThanOrEqual(most);
          for (const _ of lane.calls) {
            const part = partAt(lanes, number);
            number += 1;
            if (part === undefined) throw new Error('no part');
            const size = sizeOf(part, grid);
            const cells = cellsIn(part, [0, size + 5], order, grid);
            expect(cells.length).toBe(size);
            seen.push(...cells);
          }
        }
        expect(partAt(lanes, number)).toBeUndefined();
        expect(seen.toSorted((a, b) => a - b)).toEqual(
          Array.from({ length: cellsOf(grid) }, (_, i) => i),
        );
      },
    ),
  );
});

test('a seed gives the same order again, and another seed another', () => {
  expect(shuffled(50, 7)).toEqual(shuffled(50, 7));
  expect(shuffled(50, 7)).not.toEqual(shuffled(50, 8));
  expect(shuffled(50, 7).toSorted((a, b) => a - b)).toEqual(
    Array.from({ length: 50 }, (_, i) => i),
  );
});
