import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
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

test('parts with weights add up with parts that have none, which weigh 1 each', () => {
  const weight = fc.double({ min: 0.1, max: 9, noNaN: true });
  const anItem = fc.record({ digest, weight });
  fc.assert(
    fc.property(fc.array(anItem, { minLength: 1 }), fc.array(digest), (items, others) => {
      const total = summarise(others);
      const weights = items.map((item) => item.weight);
      const own = items.map((item) => item.digest);
      addSummary(total, JSON.parse(JSON.stringify([...summarise(own, weights)])));
      const whole = summarise([...own, ...others], [...weights, ...others.map(() => 1)]);
      for (const name of ['a', 'b']) {
        const [found] = statisticsOf(total, [name]);
        const [expected] = statisticsOf(whole, [name]);
        if (found?.weighted === undefined) continue;
        expect(found.weighted.effective).toBeCloseTo(expected?.weighted?.effective ?? -1, 6);
        expect(found.weighted.mean?.value ?? 0).toBeCloseTo(
          expected?.weighted?.mean?.value ?? 0,
          6,
        );
      }
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

describe('the metric of a corpus', () => {
  const metrics = new Map([
    ['ter', ([edits = 0, words = 1]: readonly number[]) => ({ value: 0, raw: edits / words })],
  ]);
  const counted = (edits: number, words: number): Digest => ({
    ...EMPTY_DIGEST,
    scores: [['ter', 'scored', 0.5, true, [edits, words]]],
  });
  const uncounted: Digest = { ...EMPTY_DIGEST, scores: [['ter', 'scored', 0.5, true]] };
  const errored: Digest = { ...EMPTY_DIGEST, scores: [['ter', 'error', null, null]] };

  test('is of the sums of its samples, those without a value omitted', () => {
    const total = summarise([counted(1, 4), errored]);
    addSummary(total, JSON.parse(JSON.stringify([...summarise([counted(2, 8)])])));
    expect(statisticsOf(total, ['ter'], metrics)[0]?.corpus).toEqual({ value: 0, raw: 0.25 });
  });

  test('is absent where a release before counted nothing in some of the samples', () => {
    const [ter] = statisticsOf(summarise([counted(1, 4), uncounted]), ['ter'], metrics);
    expect(ter).toMatchObject({ scored: 2 });
    expect(ter).not.toHaveProperty('corpus');
    expect(statisticsOf(summarise([uncounted]), ['ter'], metrics)[0]).not.toHaveProperty('corpus');
    expect(statisticsOf(summarise([]), ['ter'], metrics)[0]).not.toHaveProperty('corpus');
  });
});
