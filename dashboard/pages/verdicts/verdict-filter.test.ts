import { expect, test } from 'vitest';
import { filterOf } from './verdict-filter.ts';

test('the query of the address is the filter of the API', () => {
  const query = new URLSearchParams('outcome=undecided&failed=tone&tag=a&tag=b&metadata=user:7');
  expect(filterOf(query)).toEqual({
    passed: null,
    failed: 'tone',
    tag: ['a', 'b'],
    metadata: ['user:7'],
  });
});

test('what is empty or unknown filters nothing', () => {
  expect(filterOf(new URLSearchParams('outcome=any&failed=&tag=&other=1'))).toEqual({});
});
