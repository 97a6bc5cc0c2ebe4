import { expect, test } from 'vitest';
import { derivationOf, derivedId, lowestId, newId, timeOf } from './ids.ts';

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

test('what an id was derived from can be found again', () => {
  const batch = newId('batch', NOW_MS);
  for (const index of [0, 31, 32, 99_999, 1_048_575]) {
    const derivation = derivationOf(derivedId('verdict', batch, index));
    expect(derivation).toEqual({ start: batch.slice(4, -4), index });
  }
  expect(derivationOf('ver_uuuu').index).toBeLessThan(0);
});

test('the time of an id is written as in a ULID', () => {
  // Source: the README of github.com/ulid/javascript, in small letters.
  expect(lowestId('verdict', 1_469_918_176_385)).toBe('ver_01aryz6s41');
  for (const timeMs of [0, 31, 32 ** 6 - 1, 32 ** 6, NOW_MS, Date.UTC(9999, 11, 31)]) {
    expect(timeOf(lowestId('verdict', timeMs))).toBe(timeMs);
  }
});

test('ids sort by time, whatever comes behind it', () => {
  const ids = Array.from({ length: 500 }, (_, i) => newId('project', NOW_MS + Math.floor(i / 3)));
  expect(ids.toSorted()).toEqual(ids);
  expect(new Set(ids).size).toBe(500);
  for (const id of ids) expect(id).toMatch(/^prj_[0-9a-hjkmnp-tv-z]{26}$/);
});
