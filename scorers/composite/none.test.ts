import { expect, test } from 'vitest';
import { constant } from '../testing/inner-scorers.ts';
import { score } from '../testing/score.ts';
import { none } from './none.ts';

// Its logic is in the table of `all.test.ts`.

test('names the scorers that pass and should not', async () => {
  expect(await score(none, {}, { scorers: [constant(0), constant(1)] })).toMatchObject({
    value: 0,
    raw: 1,
    reason: '1 of 2 pass: constant-1.',
  });
});
