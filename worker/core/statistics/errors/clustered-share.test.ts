import { describe, expect, test } from 'vitest';
import { type Random, seededRandom } from '../random.ts';
import { clusteredEstimate, clusteredShare } from './clustered-share.ts';
import { pairedDifference } from './paired-difference.ts';

const cluster = (values: readonly (readonly number[])[]) =>
  values.flatMap((own, i) => own.map((value) => ({ value, cluster: String(i) })));

/** Passes of so many samples, each with a rate of its own. */
function flaky(random: Random, rates: readonly number[], repeats: number) {
  return cluster(
    rates.map((rate) => Array.from({ length: repeats }, () => (random() < rate ? 1 : 0))),
  );
}

describe('a clustered share', () => {
  test('of clusters of one is nearly Wilson’s, widened for few of them', () => {
    const values = cluster(Array.from({ length: 20 }, (_, i) => [i < 18 ? 1 : 0]));
    const { value, low, high } = clusteredShare(values);
    // Wilson: 18/20 (.698966, .972134).
    expect(value).toBe(0.9);
    // 19 independent values, lowered to 19 × (1.96 / 2.093)² = 16.7.
    expect(low).toBeCloseTo(0.6751, 3);
    expect(high).toBeCloseTo(0.9754, 2);
  });

  test('does not take repeats that always agree for independent', () => {
    const once = cluster(Array.from({ length: 20 }, (_, i) => [i % 2]));
    const fiveTimes = cluster(Array.from({ length: 20 }, (_, i) => new Array(5).fill(i % 2)));
    expect(clusteredShare(fiveTimes).low).toBeCloseTo(clusteredShare(once).low, 1);
    const allPass = cluster(Array.from({ length: 20 }, () => [1, 1, 1, 1, 1]));
    expect(clusteredShare(allPass)).toMatchObject({ value: 1, high: 1 });
    expect(clusteredShare(allPass).low).toBeCloseTo(0.82, 1);
  });

  test('of one cluster says nothing, and of none is nothing', () => {
    expect(clusteredShare(cluster([[1, 1, 0]]))).toMatchObject({ low: 0, high: 1 });
    expect(clusteredEstimate([])).toBeNull();
    expect(clusteredEstimate(cluster([[0.5], [0.5], [1]]))?.high).toBe(1);
  });

  test.each([
    ['steady', 30, 5, () => 1],
    ['right nine times of ten', 40, 5, () => 0.9],
    ['right half the time', 25, 4, () => 0.5],
    ['rarely right', 60, 3, () => 0.04],
    [
      'right on most questions, and never on others',
      40,
      5,
      (i: number) => (i % 5 === 0 ? 0.05 : 0.95),
    ],
  ])(
    'covers the true rate of a target that is %s in 93 of 100 runs or more',
    (_, samples, repeats, rateOf) => {
      const random = seededRandom(19);
      let covered = 0;
      const runs = 400;
      for (let run = 0; run < runs; run += 1) {
        // The questions are drawn anew as well: the interval is about all of their kind.
        const rates = Array.from({ length: samples }, () => rateOf(Math.floor(random() * 1_000)));
        const truth = Array.from({ length: 5 }, (__, i) => rateOf(i)).reduce((a, b) => a + b) / 5;
        const { low, high } = clusteredShare(flaky(random, rates, repeats));
        if (low <= truth && truth <= high) covered += 1;
      }
      expect(covered / runs).toBeGreaterThanOrEqual(0.93);
    },
  );
});

describe('a paired difference', () => {
  test('of few pairs has the exact probability of their signs', () => {
    // Of 2^5 choices of signs, two have all alike.
    expect(pairedDifference([0.2, 0.4, 0.1, 0.3, 0.5]).p).toBe(2 / 32);
    expect(pairedDifference([0, 0, 0]).p).toBe(1);
    expect(pairedDifference([1, -1, 0, 0]).p).toBe(1);
  });

  test('of many pairs has Student’s', () => {
    const differences = Array.from({ length: 40 }, (_, i) => ((i % 5) - 1.5) / 10);
    const { difference, p, variance } = pairedDifference(differences);
    expect(difference.value).toBeCloseTo(0.05, 12);
    const t = 0.05 / Math.sqrt(variance / 40);
    expect(t).toBeCloseTo(2.2079, 3);
    expect(p).toBeGreaterThan(0.03);
    expect(p).toBeLessThan(0.04);
    expect(difference.low).toBeGreaterThan(0);
  });

  test('of pairs that never differ is not certain', () => {
    const { difference, p } = pairedDifference(new Array(20).fill(0));
    expect(difference).toMatchObject({ value: 0 });
    expect(difference.high).toBeCloseTo(0.161125, 6);
    expect(p).toBe(1);
  });

  test('finds what is not there in about 5 of 100 looks, and covers the truth in at least 93', () => {
    const random = seededRandom(23);
    let [found, covered] = [0, 0];
    const runs = 400;
    for (let run = 0; run < runs; run += 1) {
      const rates = Array.from({ length: 40 }, () => 0.4 + 0.5 * random());
      const share = (rate: number) =>
        Array.from({ length: 5 }, () => (random() < rate ? 1 : 0)).reduce<number>(
          (a, b) => a + b,
          0,
        ) / 5;
      const { difference, p } = pairedDifference(rates.map((rate) => share(rate) - share(rate)));
      if (p < 0.05) found += 1;
      if (difference.low <= 0 && difference.high >= 0) covered += 1;
    }
    expect(found / runs).toBeLessThan(0.085);
    expect(covered / runs).toBeGreaterThanOrEqual(0.93);
  });
});
