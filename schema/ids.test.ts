import { expect, test } from 'vitest';
import { derivedId, newId, timeOf } from './ids.ts';

const NOW_MS = Date.UTC(2026, 5, 1);

test('ids made within one millisecond sort in the order they were made', () => {
  const ids = Array.from({ length: 2_000 }, () => newId('verdict', NOW_MS));
  expect(ids.toSorted()).toEqual(ids);
  expect(new Set(ids).size).toBe(2_000);
  expect(ids.map(timeOf)).toEqual(ids.map(() => NOW_MS));
});

test('seeds made within one millisecond share no derived id', () => {
  const seeds = Array.from({ length: 500 }, () => newId('attempt', NOW_MS));
  const derived = seeds.flatMap((seed) => [0, 1, 999].map((i) => derivedId('batch', seed, i)));
  expect(new Set(derived).size).toBe(1_500);
});

test('a derived id is the same every time, and sorts by its index', () => {
  const seed = newId('attempt', NOW_MS);
  const ids = [0, 1, 31, 32, 1_048_575].map((index) => derivedId('verdict', seed, index));
  expect(ids.toSorted()).toEqual(ids);
  expect(derivedId('verdict', seed, 31)).toBe(ids[2]);
  expect(ids.map((id) => id.length)).toEqual(ids.map(() => 30));
});
