import { describe, expect, test } from 'vitest';
import { type Random, seededRandom } from '../random.ts';
import { alikeEstimate } from './alike-values.ts';
import { clusteredEstimate, clusteredShare } from './clustered-share.ts';
import { meanGap } from './paired-differences.ts';

const UNIT = { least: 0, most: 1 };
const cluster = (values: readonly (readonly number[])[]) =>
  values.flatMap((own, i) => own.map((value) => ({ value, cluster: String(i) })));

describe('a mean of values that are all alike', () => {
  test('is as wide as so few of them leave open, towards each end of the range', () => {
    // Of 10 passes, Wilson's interval begins at 10 / (10 + 1.96²) = 0.722467.
    const { low, high } = alikeEstimate(0.8, 10, UNIT);
    expect(low).toBeCloseTo(0.8 * 0.722467, 6);
    expect(high).toBeCloseTo(0.8 + 0.2 * (1 - 0.722467), 6);
    expect(alikeEstimate(0, 10, { least: -1, most: 1 }).low).toBeCloseTo(-0.277533, 6);
    expect(alikeEstimate(-1, 10, { least: -1, most: 1 })).toMatchObject({ low: -1 });
  });

  test('meets the interval of shares where all pass, or none', () => {
    for (const bit of [0, 1]) {
      const values = cluster(Array.from({ length: 12 }, () => [bit, bit]));
      const share = clusteredShare(values);
      const nearly = clusteredEstimate(
        values.map((one) => ({ ...one, value: Math.abs(bit - 1e-12) })),
      );
      expect(nearly?.low).toBeCloseTo(share.low, 6);
      expect(nearly?.high).toBeCloseTo(share.high, 6);
    }
  });

  test('narrows with more of them, and is never of width zero', () => {
    const width = (samples: number) => {
      const found = clusteredEstimate(cluster(Array.from({ length: samples }, () => [0.7, 0.7])));
      return (found?.high ?? 0) - (found?.low ?? 0);
    };
    expect(width(2)).toBeGreaterThan(0.9);
    expect(width(10)).toBeGreaterThan(0.2);
    expect(width(1_000)).toBeLessThan(0.005);
    expect(width(1_000)).toBeGreaterThan(0.001);
  });

  test('is that of clusters: repeats of a sample do not make it narrower', () => {
    const of = (repeats: number) =>
      clusteredEstimate(cluster(Array.from({ length: 8 }, () => new Array(repeats).fill(0.4))));
    expect(of(20)?.low).toBeCloseTo(of(1)?.low ?? 0, 9);
  });
});

/** Almost always the same score, and rarely another one: most runs of few samples see only the first. */
function mostly(random: Random, [usual, other]: readonly [number, number], rare: number): number {
  return random() < rare ? other : usual;
}

describe('in 93 of 100 runs or more', () => {
  test.each([
    [10, [0.8, 0], 0.05],
    [10, [0.8, 0], 0.1],
    [10, [0.5, 1], 0.05],
    [20, [0.9, 0.1], 0.05],
    [30, [0.7, 0], 0.01],
  ] as const)(
    'a mean of %i samples that score %j, the latter with probability %d, is covered',
    (samples, scores, rare) => {
      const random = seededRandom(41);
      const [usual, other] = scores;
      const truth = usual * (1 - rare) + other * rare;
      let covered = 0;
      const runs = 1_000;
      for (let run = 0; run < runs; run += 1) {
        const values = Array.from({ length: samples }, () => [mostly(random, scores, rare)]);
        const found = clusteredEstimate(cluster(values));
        if (found && found.low <= truth && truth <= found.high) covered += 1;
      }
      expect(covered / runs).toBeGreaterThanOrEqual(0.93);
    },
  );

  test.each([
    [10, [-0.6, 1], 0.05],
    [15, [0.25, -1], 0.05],
    [20, [0, 1], 0.02],
  ] as const)(
    'a difference of %i pairs that is %j, the latter with probability %d, is covered',
    (pairs, gaps, rare) => {
      const random = seededRandom(43);
      const [usual, other] = gaps;
      const truth = usual * (1 - rare) + other * rare;
      let covered = 0;
      const runs = 1_000;
      for (let run = 0; run < runs; run += 1) {
        const found = meanGap(Array.from({ length: pairs }, () => mostly(random, gaps, rare)));
        if (found.low <= truth && truth <= found.high) covered += 1;
      }
      expect(covered / runs).toBeGreaterThanOrEqual(0.93);
    },
  );
});
