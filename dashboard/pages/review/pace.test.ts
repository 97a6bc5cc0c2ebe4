import { expect, test } from 'vitest';
import { paceOf } from './pace.ts';

const progress = { items: 50, submitted: 10, skipped: 0, left: 40, disputed: 0 };

test('the pace tells how long the rest takes', () => {
  expect(paceOf({ ...progress, secondsPerItem: 36 })).toBe(
    '10 done, 40 left · 36 s per item · about 24 min to go',
  );
});

test('without a pace, or with nothing left, no time is guessed', () => {
  expect(paceOf({ ...progress, secondsPerItem: null })).toBe('10 done, 40 left');
  expect(paceOf({ ...progress, left: 0, secondsPerItem: 0.2 })).toBe(
    '10 done, 0 left · 1 s per item',
  );
});
