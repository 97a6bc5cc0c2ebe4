import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom } from '../../core/statistics/random.ts';
import { allocate, draw, isEstimable } from './draw.ts';

const candidate = fc.record({
  stratum: fc.constantFrom('a', 'b', 'c'),
  priority: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
});
const candidates = fc.array(candidate, { minLength: 1, maxLength: 60 });
const size = fc.integer({ min: 1, max: 80 });

test('the weights of a random or stratified draw add up to the population', () => {
  fc.assert(
    fc.property(
      candidates,
      size,
      fc.constantFrom('proportional' as const, 'equal' as const),
      fc.integer(),
      (all, wanted, allocation, seed) => {
        const strata = new Set(all.map(({ stratum }) => stratum)).size;
        const methods = [
          { method: 'random' as const, size: wanted },
          {
            ...{ method: 'stratified' as const, by: 'tag' as const, allocation },
            size: Math.max(wanted, strata),
          },
        ];
        for (const sampling of methods) {
          const drawn = draw(all, sampling, seededRandom(seed));
          const total = drawn.reduce((sum, { inclusionProbability: p }) => sum + 1 / (p ?? 0), 0);
          expect(total).toBeCloseTo(all.length, 6);
          expect(drawn).toHaveLength(Math.min(sampling.size, all.length));
          expect(new Set(drawn.map((each) => each.candidate)).size).toBe(drawn.length);
        }
      },
    ),
  );
});

test('an allocation gives each stratum one draw at least, and none more than it has', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 8 }),
      size,
      (sizes, extra) => {
        const wanted = sizes.length + extra;
        const counts = allocate(wanted, sizes, sizes);
        const total = sizes.reduce((sum, count) => sum + count, 0);
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(Math.min(wanted, total));
        for (const [i, count] of counts.entries()) {
          expect(count).toBeGreaterThanOrEqual(1);
          expect(count).toBeLessThanOrEqual(sizes[i] ?? 0);
        }
      },
    ),
  );
});

test('each item is as likely to be drawn as another', () => {
  const all = Array.from({ length: 10 }, (_, i) => ({ stratum: '', priority: i }));
  const random = seededRandom(7);
  const hits = all.map(() => 0);
  for (let turn = 0; turn < 4_000; turn += 1) {
    for (const {
      candidate: { priority },
    } of draw(all, { method: 'random', size: 3 }, random)) {
      hits[priority] = (hits[priority] ?? 0) + 1;
    }
  }
  // 1,200 expected, with a standard deviation of 29.
  for (const count of hits) expect(Math.abs(count - 1_200)).toBeLessThan(150);
});

test('what is chosen has no probability, comes most doubtful first, and is not estimable', () => {
  const all = [0.1, null, 0.9, 0.5].map((priority) => ({ stratum: '', priority }));
  const sampling = { method: 'uncertain' as const, size: 2 };
  const drawn = draw(all, sampling, seededRandom(1));
  expect(drawn.map(({ candidate: { priority } }) => priority)).toEqual([0.9, 0.5]);
  expect(drawn.every(({ inclusionProbability }) => inclusionProbability === null)).toBe(true);
  expect(isEstimable(sampling)).toBe(false);
  expect(isEstimable({ method: 'random', size: 1 })).toBe(true);
});
