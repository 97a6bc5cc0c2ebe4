import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scrollToRow, visibleRows } from './visible-rows.ts';

const viewport = fc.record({
  scrollTop: fc.nat(4_000_000),
  height: fc.integer({ min: 1, max: 3_000 }),
  rowHeight: fc.integer({ min: 20, max: 60 }),
  count: fc.nat(100_000),
});

test('every row that can be seen is drawn, and few others', () => {
  fc.assert(
    fc.property(viewport, (given) => {
      const { scrollTop, height, rowHeight, count } = given;
      const { first, end } = visibleRows(given);
      const seenFirst = Math.floor(scrollTop / rowHeight);
      const seenLast = Math.min(Math.ceil((scrollTop + height) / rowHeight), count);
      if (seenFirst < count) {
        expect(first).toBeLessThanOrEqual(seenFirst);
        expect(end).toBeGreaterThanOrEqual(seenLast);
      }
      expect(end - first).toBeLessThanOrEqual(Math.ceil(height / rowHeight) + 18);
    }),
  );
});

test('scrolling to a row shows it whole, and does not move where it can be seen', () => {
  fc.assert(
    fc.property(viewport, fc.nat(100_000), (given, row) => {
      const { height, rowHeight, scrollTop } = given;
      fc.pre(height >= rowHeight);
      const to = scrollToRow(row, given);
      expect(to).toBeLessThanOrEqual(row * rowHeight);
      expect(to + height).toBeGreaterThanOrEqual((row + 1) * rowHeight);
      expect(scrollToRow(row, { ...given, scrollTop: to })).toBe(to);
      if (scrollTop <= row * rowHeight && scrollTop + height >= (row + 1) * rowHeight) {
        expect(to).toBe(scrollTop);
      }
    }),
  );
});
