import { expect, test } from 'vitest';
import { seededRandom } from '../worker/core/statistics/random.ts';
import { accuracy, bootstrap, kappa, type Labels, spearman } from './agreement.ts';
import { questionOf } from './labelled-rows.ts';

const labels = (both: number, human: number, judge: number, neither: number): Labels[] => [
  ...Array<Labels>(both).fill(['1', '1']),
  ...Array<Labels>(human).fill(['1', '0']),
  ...Array<Labels>(judge).fill(['0', '1']),
  ...Array<Labels>(neither).fill(['0', '0']),
];

test('kappa takes chance out of agreement', () => {
  // The textbook table of 50 grant proposals: 35 agreed on, kappa 0.4.
  const pairs = labels(20, 5, 10, 15);
  expect(accuracy(pairs)).toBeCloseTo(0.7);
  expect(kappa(pairs)).toBeCloseTo(0.4);
  expect(kappa(labels(9, 0, 0, 0))).toBeNaN();
});

test('Spearman goes by rank, ties sharing one', () => {
  expect(
    spearman([
      [1, 10],
      [2, 100],
      [3, 1_000],
    ]),
  ).toBeCloseTo(1);
  expect(
    spearman([
      [1, 3],
      [2, 2],
      [3, 1],
    ]),
  ).toBeCloseTo(-1);
  expect(
    spearman([
      [1, 1],
      [2, 1],
      [2, 2],
      [3, 2],
    ]),
  ).toBeCloseTo(Math.SQRT1_2);
  expect(
    spearman([
      [1, 5],
      [2, 5],
    ]),
  ).toBeNaN();
});

test('the interval holds the value, and is the same for the same seed', () => {
  const pairs = labels(20, 5, 10, 15);
  const once = bootstrap(pairs, accuracy, seededRandom(1));
  expect(once).toEqual(bootstrap(pairs, accuracy, seededRandom(1)));
  expect(once.low).toBeLessThan(0.7);
  expect(once.high).toBeGreaterThan(0.7);
});

test('each shape of row asks what people were asked', () => {
  expect(questionOf({ id: 'x', context: 'C', output: 'O', label: 1 })).toMatchObject({
    human: '1',
    sample: { output: 'O', contexts: ['C'] },
    scorer: { scorer: 'faithfulness' },
  });
  expect(questionOf({ id: 'x', input: 'I', a: 'A', b: 'B', label: 'tie' })).toMatchObject({
    human: 'tie',
    sample: { input: 'I', output: 'A' },
    scorer: { scorer: 'pairwise', params: { baseline: 'B' } },
  });
  const graded = questionOf({
    id: 'x',
    input: 'I',
    output: 'O',
    context: 'C',
    human: { fluency: 4 },
  });
  expect(graded).toMatchObject({ human: 4, sample: { contexts: ['C'] } });
  expect(questionOf({ id: 'x', text: 'other' })).toBeUndefined();
});
