import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Mark, MOST_IDS, segmentsOf } from './segments.ts';

const brief = (text: string, marks: Mark[]) =>
  segmentsOf(text, marks).map((segment) => [segment.text, segment.ids]);

test('a text without marks is one segment, and an empty one has none', () => {
  expect(brief('abc', [])).toEqual([['abc', []]]);
  expect(brief('', [{ start: 0, end: 3, id: 1 }])).toEqual([]);
});

test('overlapping marks are cut where each begins and ends', () => {
  const marks = [
    { start: 0, end: 6, id: 0 },
    { start: 4, end: 9, id: 1 },
    { start: 5, end: 6, id: 2 },
  ];
  expect(brief('0123456789', marks)).toEqual([
    ['0123', [0]],
    ['4', [0, 1]],
    ['5', [0, 1, 2]],
    ['678', [1]],
    ['9', []],
  ]);
});

test('offsets count UTF-16 code units, and never cut a character beyond the basic plane', () => {
  expect(brief('a😀b', [{ start: 1, end: 3, id: 0 }])).toEqual([
    ['a', []],
    ['😀', [0]],
    ['b', []],
  ]);
  expect(brief('a😀b', [{ start: 2, end: 4, id: 0 }])).toEqual([
    ['a', []],
    ['😀b', [0]],
  ]);
});

test('ten thousand marks over one place are counted, and a few are named', () => {
  const marks = Array.from({ length: 10_000 }, (_, id) => ({ start: 0, end: 2, id }));
  const [segment] = segmentsOf('ab', marks);
  expect(segment).toMatchObject({ text: 'ab', depth: 10_000 });
  expect(segment?.ids).toHaveLength(MOST_IDS);
});

test('the segments together are the text, and each names exactly the marks over it', () => {
  const mark = fc.record({ start: fc.nat(30), end: fc.nat(40) });
  const text = fc.string({ unit: fc.constantFrom('a', 'é', '😀', '\n'), maxLength: 20 });
  fc.assert(
    fc.property(text, fc.array(mark, { maxLength: MOST_IDS }), (given, spans) => {
      const marks = spans.map((span, id) => ({ ...span, id }));
      const segments = segmentsOf(given, marks);
      expect(segments.map((segment) => segment.text).join('')).toBe(given);
      for (const { start, text: own, ids } of segments) {
        const end = start + own.length;
        const within = marks.filter(
          (each) => each.start < end && each.end > start && each.start < each.end,
        );
        expect(ids).toEqual(within.map(({ id }) => id));
      }
    }),
  );
});
