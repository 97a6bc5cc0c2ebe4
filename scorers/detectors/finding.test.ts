import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergeSpans, type Span } from './finding.ts';

function span(start: number, end: number, certainty = 0.9, kind = 'a'): Span {
  return { kind, start, end, certainty };
}

test('the surer of two spans keeps all of its own, the other what is left', () => {
  const merged = mergeSpans('John Smith, 90210', [span(0, 17, 0.5, 'b'), span(12, 17, 0.8)]);
  expect(merged).toEqual([span(0, 12, 0.5, 'b'), span(12, 17, 0.8)]);
});

test('a span inside a surer one is dropped', () => {
  expect(mergeSpans('john@example.org', [span(0, 4, 0.6, 'b'), span(0, 16)])).toEqual([
    span(0, 16),
  ]);
});

test('of two that are as sure the longer is kept whole', () => {
  expect(mergeSpans('abcdef', [span(0, 3, 0.5, 'b'), span(2, 6, 0.5)])).toEqual([
    span(0, 2, 0.5, 'b'),
    span(2, 6, 0.5),
  ]);
});

test('what is left is dropped where it is only punctuation', () => {
  expect(mergeSpans('(abc)', [span(0, 5, 0.5, 'b'), span(1, 4)])).toEqual([span(1, 4)]);
});

test('an empty span is dropped', () => {
  expect(mergeSpans('abc', [span(1, 1)])).toEqual([]);
});

test('merged spans are sorted, apart, and cover every letter that was covered', () => {
  const text = 'abcdefghijklmnopqrstuvwxyz';
  const some = fc
    .record({
      kind: fc.constantFrom('a', 'b'),
      start: fc.nat(25),
      length: fc.nat(10),
      certainty: fc.constantFrom(0.1, 0.5, 0.9),
    })
    .map(({ length, ...rest }) => ({ ...rest, end: Math.min(26, rest.start + length) }));
  const covered = (spans: readonly Span[]) =>
    [...text].map((_, i) => spans.some(({ start, end }) => start <= i && i < end));
  fc.assert(
    fc.property(fc.array(some, { maxLength: 12 }), (spans) => {
      const merged = mergeSpans(text, spans);
      expect(covered(merged)).toEqual(covered(spans));
      for (const [i, { start, end }] of merged.entries()) {
        expect(start).toBeGreaterThanOrEqual(merged[i - 1]?.end ?? 0);
        expect(end).toBeGreaterThan(start);
      }
      expect(mergeSpans(text, merged)).toEqual(merged);
    }),
  );
});
