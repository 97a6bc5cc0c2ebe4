import { expect, test } from 'vitest';
import { counted } from './counted.ts';

test('one is singular; none, several and shares of one are plural', () => {
  expect(counted(1, 'sample')).toBe('1 sample');
  expect(counted(0, 'sample')).toBe('0 samples');
  expect(counted(1_200, 'sample')).toBe('1,200 samples');
  expect(counted(0.5, 'point')).toBe('0.5 points');
  expect(counted(2, 'cell has', 'cells have')).toBe('2 cells have');
});
