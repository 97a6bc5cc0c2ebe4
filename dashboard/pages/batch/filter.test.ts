import { expect, test } from 'vitest';
import { filterOf, isFiltered, nextSort } from './filter.ts';

const read = (query: string, base?: string) => filterOf(new URLSearchParams(query), base);

test('every filter of the address is asked of the API', () => {
  const query =
    'status=failed&scorer=f1&outcome=failed&min=0.2&max=1&errorCode=timeout&metadata=lang:de&metadata=x&text=a%20b&change=regressed&minDifference=0.1&sort=-difference';
  expect(read(query, 'bat_1')).toEqual({
    status: ['failed'],
    scorer: 'f1',
    outcome: 'failed',
    min: 0.2,
    max: 1,
    errorCode: 'timeout',
    metadata: ['lang:de', 'x'],
    text: 'a b',
    base: 'bat_1',
    change: ['regressed'],
    minDifference: 0.1,
    sort: '-difference',
  });
});

test('without a base there is no filter and no order by changes', () => {
  expect(read('change=regressed&minDifference=0.1&sort=difference')).toEqual({});
});

test('what the API would refuse is ignored, so that an old link still opens', () => {
  expect(read('status=gone&min=2&max=x&sort=name&outcome=&text=')).toEqual({});
});

test('choosing the score that values are of does not leave samples out', () => {
  expect(isFiltered(new URLSearchParams('scorer=f1&sort=value'))).toBe(false);
  expect(isFiltered(new URLSearchParams('scorer=f1&outcome=failed'))).toBe(true);
});

test('a column sorts ascending, descending, and then not', () => {
  expect([null, 'value', '-value', 'latency'].map((now) => nextSort(now, 'value'))).toEqual([
    ...['value', '-value', undefined, 'value'],
  ]);
});
