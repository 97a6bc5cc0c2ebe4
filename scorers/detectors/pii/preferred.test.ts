import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Span } from '../finding.ts';
import { preferred } from './preferred.ts';

const RANKS: Readonly<Record<string, number>> = {
  'url-credentials': 4,
  email: 3,
  url: 2,
  address: 1,
};
const span: fc.Arbitrary<Span> = fc
  .record({
    kind: fc.constantFrom('url-credentials', 'email', 'url', 'address', 'phone', 'person'),
    start: fc.nat(30),
    length: fc.integer({ min: 1, max: 12 }),
    certainty: fc.constantFrom(0.1, 0.2, 0.9),
  })
  .map(({ start, length, ...rest }) => ({ ...rest, start, end: start + length }));

test('a span stays unless a likely one of a kind that holds its kind covers it', () => {
  fc.assert(
    fc.property(fc.array(span, { maxLength: 20 }), (spans) => {
      const likely = spans.filter(({ certainty }) => certainty >= 0.2);
      const expected = likely.filter(
        (part) =>
          !likely.some(
            (other) =>
              (RANKS[other.kind] ?? 0) > (RANKS[part.kind] ?? 0) &&
              other.start <= part.start &&
              other.end >= part.end,
          ),
      );
      expect(preferred(spans)).toEqual(expected);
    }),
  );
});
