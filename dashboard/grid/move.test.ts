import { expect, test } from 'vitest';
import { move } from './move.ts';

const size = { rows: 100, columns: 4, page: 10 };
const from = { row: 5, column: 2 };
const press = (key: string, ctrlKey = false) => move(from, { key, ctrlKey, metaKey: false }, size);

test('arrows, j and k move by a cell', () => {
  expect(press('ArrowDown')).toEqual({ row: 6, column: 2 });
  expect(press('j')).toEqual({ row: 6, column: 2 });
  expect(press('ArrowUp')).toEqual({ row: 4, column: 2 });
  expect(press('k')).toEqual({ row: 4, column: 2 });
  expect(press('ArrowRight')).toEqual({ row: 5, column: 3 });
  expect(press('ArrowLeft')).toEqual({ row: 5, column: 1 });
});

test('Home and End move within the row, with Ctrl to the ends of the grid', () => {
  expect(press('Home')).toEqual({ row: 5, column: 0 });
  expect(press('End')).toEqual({ row: 5, column: 3 });
  expect(press('Home', true)).toEqual({ row: 0, column: 0 });
  expect(press('End', true)).toEqual({ row: 99, column: 3 });
});

test('a page is as many rows as a screen has, and the ends are the ends', () => {
  expect(press('PageDown')).toEqual({ row: 15, column: 2 });
  expect(press('PageUp')).toEqual({ row: 0, column: 2 });
  const last = move(
    { row: 99, column: 3 },
    { key: 'PageDown', ctrlKey: false, metaKey: false },
    size,
  );
  expect(last).toEqual({ row: 99, column: 3 });
});

test('the header is above the first row, and k does not lead into it', () => {
  const first = { row: 0, column: 0 };
  const up = { key: 'ArrowUp', ctrlKey: false, metaKey: false };
  expect(move(first, up, size)).toEqual({ row: -1, column: 0 });
  expect(move(first, { ...up, key: 'k' }, size)).toEqual(first);
});

test('other keys are left to others', () => {
  expect(press('x')).toBeUndefined();
  expect(press('k', true)).toBeUndefined();
});
