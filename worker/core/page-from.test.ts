import { expect, test } from 'vitest';
import { pageFrom } from './page-from.ts';

const page = (rows: number[], limit: number) => pageFrom(rows, limit, (n) => n * 10, String);

test.each([
  [[1, 2, 3], 2, { items: [10, 20], nextCursor: '2' }],
  [[1, 2], 2, { items: [10, 20], nextCursor: null }],
  [[1], 2, { items: [10], nextCursor: null }],
  [[], 2, { items: [], nextCursor: null }],
])('the page of %j with a limit of %d has %j', (rows, limit, expected) => {
  expect(page(rows, limit)).toEqual(expected);
});
