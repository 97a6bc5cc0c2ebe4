import { expect, test } from 'vitest';
import { filterOf } from './audit-filter.ts';

const of = (text: string) => filterOf(new URLSearchParams(text));

test('the query of the address becomes a filter, and days are whole', () => {
  expect(of('')).toEqual({});
  expect(of('kind=change&actor=key_1&operation=createKey&subject=a')).toEqual({
    ...{ kind: 'change', actor: 'key_1', operation: 'createKey', subject: 'a' },
  });
  expect(of('from=2026-11-01&to=2026-11-30')).toEqual({
    from: '2026-11-01T00:00:00.000Z',
    to: '2026-12-01T00:00:00.000Z',
  });
});

test('what is none of its values is left out', () => {
  expect(of('kind=all&from=yesterday&to=2026-13-01&actor=')).toEqual({});
});
