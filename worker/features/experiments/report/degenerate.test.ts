import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Digest, EMPTY_DIGEST } from '../../batches/digest.ts';
import { buildReport } from './build-report.ts';
import type { ObservedCell } from './observed.ts';

const value = fc.constantFrom(0, 1, 0.5, 1e-9, 1 - 1e-9);
const digest = fc.oneof(
  fc.constant(undefined),
  fc.record({ value, passed: fc.constantFrom(true, false, null) }).map(
    ({ value: mean, passed }): Digest => ({
      ...{ ...EMPTY_DIGEST, value: mean, passed },
      scores: [['right', 'scored', mean, passed]],
    }),
  ),
  fc
    .constantFrom('error' as const, 'abstained' as const, 'skipped' as const)
    .map((status): Digest => ({ ...EMPTY_DIGEST, scores: [['right', status, null, null]] })),
);
const result = fc.option(
  fc.record({
    isAnswered: fc.boolean(),
    errorCode: fc.constantFrom(null, 'http_500'),
    outputHash: fc.constantFrom(null, 'a', 'b'),
    costUsd: fc.constantFrom(null, 0, 0.1),
    latencyMs: fc.constantFrom(null, 0, 5),
    firstTokenMs: fc.constantFrom(null, 0),
    inputTokens: fc.nat(3),
    outputTokens: fc.nat(3),
  }),
  { nil: undefined },
);

/** Numbers in a report that JSON cannot say, or that are no interval. */
function faultsIn(found: unknown, path = ''): string[] {
  if (typeof found === 'number') return Number.isFinite(found) ? [] : [`${path}: ${found}`];
  if (typeof found !== 'object' || found === null) return [];
  const { low, high, value: middle } = { low: null, high: null, value: null, ...found };
  const isInterval =
    typeof low === 'number' && typeof high === 'number' && typeof middle === 'number';
  const isWrong = isInterval && !(low <= middle + 1e-9 && middle <= high + 1e-9);
  return [
    ...(isWrong ? [`${path}: ${low} ${middle} ${high}`] : []),
    ...Object.entries(found).flatMap(([key, inner]) => faultsIn(inner, `${path}/${key}`)),
  ];
}

test('whatever is missing, failed or alike, every number of a report is one, and lies in its interval', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 1, max: 3 }),
      fc.infiniteStream(
        fc.record({ result, digest, meansTheSame: fc.constantFrom(true, false, undefined) }),
      ),
      fc.constantFrom('best', 'cheapest', 'fastest'),
      (samples, variants, repeats, drawn, by) => {
        const cells: ObservedCell[] = [];
        for (let at = 0; at < samples * variants * repeats; at += 1) {
          const row = Math.floor(at / repeats);
          const place = {
            sample: Math.floor(row / variants),
            variant: row % variants,
            repeat: at % repeats,
          };
          const { value: one } = drawn.next();
          cells.push({ ...place, ...one });
        }
        const plan = {
          variants: Array.from({ length: variants }, (_, i) => ({ name: `v${i}` })),
          scorers: [{ scorer: 'right' }],
          choose: { by, within: 0.02 },
          require: [{ atLeast: 0.5 }, { statistic: 'passHat', atLeast: 0.9 }],
        };
        const experiment = { id: 'exp_1', name: null, status: 'completed' as const, repeats };
        const report = buildReport({ ...experiment, plan: JSON.stringify(plan) }, cells);
        expect(faultsIn(report)).toEqual([]);
        expect(JSON.parse(JSON.stringify(report))).toEqual(report);
      },
    ),
    { numRuns: 300 },
  );
});
