import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Digest, EMPTY_DIGEST } from './digest.ts';
import { addSummary, type Summary, statisticsOf, summarise } from './summary.ts';

const digest = fc
  .array(
    fc.tuple(fc.constantFrom('a', 'b', '__proto__'), fc.option(fc.integer({ min: 0, max: 8 }))),
    {
      maxLength: 3,
    },
  )
  .map(
    (scores): Digest => ({
      ...EMPTY_DIGEST,
      scores: scores.map(([name, eighths]) =>
        // Eighths add up without rounding, in any order.
        eighths === null
          ? [name, 'error', null, null]
          : [name, 'scored', eighths / 8, eighths >= 4],
      ),
    }),
  );

test('summaries of parts add up to the summary of the whole', () => {
  fc.assert(
    fc.property(fc.array(digest), fc.nat(20), (digests, cut) => {
      const total: Summary = new Map();
      for (const part of [digests.slice(0, cut), digests.slice(cut)]) {
        addSummary(total, JSON.parse(JSON.stringify([...summarise(part)])));
      }
      const names = ['a', 'b', '__proto__'];
      expect(statisticsOf(total, names)).toEqual(statisticsOf(summarise(digests), names));
    }),
  );
});

test('statistics are of the values there are', () => {
  const scores = [0, 0.5, 1, 1].map(
    (value): Digest => ({ ...EMPTY_DIGEST, scores: [['a', 'scored', value, value >= 0.5]] }),
  );
  const errored: Digest = { ...EMPTY_DIGEST, scores: [['a', 'error', null, null]] };
  const [a, none] = statisticsOf(summarise([...scores, errored]), ['a', 'none']);
  expect(a).toMatchObject({
    scored: 4,
    error: 1,
    mean: { value: 0.625 },
    passRate: { value: 0.75 },
  });
  expect(a?.quantiles.map(({ p, estimate }) => [p, estimate.value])).toEqual([
    [0.05, 0],
    [0.25, 0],
    [0.5, 0.5],
    [0.75, 1],
    [0.95, 1],
  ]);
  expect(none).toMatchObject({ scored: 0, mean: null, passRate: null, quantiles: [] });
});
