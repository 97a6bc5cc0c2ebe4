import { expect, test } from 'vitest';
import { constant } from '../testing/inner-scorers.ts';
import { score } from '../testing/score.ts';
import { any } from './any.ts';

// Its logic is in the table of `all.test.ts`.

test('names the scorers that pass', async () => {
  const scorers = [constant(0), constant(1), constant(0.9)];
  expect(await score(any, {}, { scorers })).toMatchObject({
    value: 1,
    raw: 2,
    reason: '2 of 3 pass: constant-1, constant-0.9.',
  });
});
