import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineDiff } from './line-diff.ts';

test('shows what differs with two lines around it, and leaves out the rest', () => {
  const before = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'];
  const after = ['a', 'b', 'C', 'd', 'e', 'f', 'g', 'h', 'i', 'j'];
  expect(lineDiff(before.join('\n'), after.join('\n')).split('\n')).toEqual([
    ...['  a', '  b', '- c', '+ C', '  d', '  e'],
    '…',
    ...['  h', '  i', '+ j'],
  ]);
});

test('says nothing of equal texts', () => {
  expect(lineDiff('a\nb', 'a\nb')).toBe('');
});

test('the lines taken out and put in lead from one text to the other, and no more are than must be', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 8 });
  fc.assert(
    fc.property(text, text, (before, after) => {
      const marks = lineDiff(before.join('\n'), after.join('\n')).split('\n');
      const count = (mark: string) => marks.filter((line) => line.startsWith(mark)).length;
      // An empty text is one empty line.
      const [from, to] = [Math.max(1, before.length), Math.max(1, after.length)];
      expect(count('+') - count('-')).toBe(to - from);
      expect(count('+') === 0 && count('-') === 0).toBe(before.join() === after.join());
    }),
  );
});
