import { expect, test } from 'vitest';
import { changesBetween } from './state-changes.ts';

test('fields that differ are listed by their pointers, and no others', () => {
  const before = { cap: 5, models: null, policy: { rule: 'required', at: 1 }, tags: ['a'] };
  const after = { cap: 50, models: null, policy: { rule: 'required' }, tags: ['a', 'b'] };
  expect(changesBetween(before, after)).toEqual([
    { pointer: '/cap', before: '5', after: '50' },
    { pointer: '/policy/at', before: '1', after: null },
    { pointer: '/tags', before: '["a"]', after: '["a","b"]' },
  ]);
});

test('what was made or deleted has all its fields on one side', () => {
  expect(changesBetween(null, { name: 'a' })).toEqual([
    { pointer: '/name', before: null, after: '"a"' },
  ]);
  expect(changesBetween({ name: 'a' }, null)).toEqual([
    { pointer: '/name', before: '"a"', after: null },
  ]);
  expect(changesBetween(null, null)).toEqual([]);
});
