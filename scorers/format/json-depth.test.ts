import type { JsonValue } from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import { isDeeperThan } from './json-depth.ts';

test('levels are counted by arrays and objects around other values', () => {
  expect(isDeeperThan(1, 0)).toBe(false);
  expect(isDeeperThan([1], 1)).toBe(false);
  expect(isDeeperThan({ a: [1] }, 1)).toBe(true);
});

test('a value of any depth can be asked', () => {
  const deep: JsonValue = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000));
  expect(isDeeperThan(deep, 256)).toBe(true);
});
