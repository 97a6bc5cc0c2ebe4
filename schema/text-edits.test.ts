import fc from 'fast-check';
import { expect, test } from 'vitest';
import { editText } from './text-edits.ts';

const edits = [
  { start: 2, end: 5, replacement: '[A]' },
  { start: 5, end: 6, replacement: '' },
  { start: 9, end: 10, replacement: '[B]' },
];

test('spans are replaced, and the rest stays', () => {
  expect(editText('0123456789', edits)).toBe('01[A]678[B]');
});

test('a text in parts is edited part by part, a span over two of them once', () => {
  const parts = ['0123', '', '45678', '9'];
  let from = 0;
  const edited = parts.map((part) => {
    const text = editText(part, edits, from);
    from += part.length;
    return text;
  });
  expect(edited).toEqual(['01[A]', '', '678', '[B]']);
});

test('parts of a text, however it is cut, are edited as the whole is', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'binary' }), { maxLength: 6 }),
      fc.array(fc.nat(20), { maxLength: 8 }),
      (parts, cuts) => {
        const whole = parts.join('');
        const at = [...new Set(cuts)].filter((cut) => cut <= whole.length).sort((a, b) => a - b);
        const spans = at.flatMap((start, i) => {
          const end = at[i + 1];
          return i % 2 === 1 || end === undefined ? [] : [{ start, end, replacement: `<${i}>` }];
        });
        let from = 0;
        const edited = parts.map((part) => {
          const text = editText(part, spans, from);
          from += part.length;
          return text;
        });
        expect(edited.join('')).toBe(editText(whole, spans));
      },
    ),
  );
});
