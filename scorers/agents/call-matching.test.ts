import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pairOff } from './call-matching.ts';

test('pairs off as many as any choice could', () => {
  const candidates = fc.array(fc.uniqueArray(fc.nat(4), { maxLength: 5 }), { maxLength: 5 });
  fc.assert(
    fc.property(candidates, (wanted) => {
      const makers = pairOff(wanted, 5);
      const pairs = makers.flatMap((maker, i) => (maker === undefined ? [] : [[maker, i]]));
      for (const [maker, i] of pairs) expect(wanted[maker ?? -1]).toContain(i);
      expect(new Set(pairs.map(([maker]) => maker)).size).toBe(pairs.length);
      expect(pairs.length).toBe(mostPairs(wanted, new Set()));
    }),
    { numRuns: 500 },
  );
});

test('a thousand calls that contend for half as many places end soon', () => {
  const places = Array.from({ length: 500 }, (_, i) => i);
  const candidates = Array.from({ length: 1_000 }, () => places);
  expect(pairOff(candidates, 500)).not.toContain(undefined);
});

/** By trying everything. */
function mostPairs([first, ...rest]: number[][], taken: ReadonlySet<number>): number {
  if (first === undefined) return 0;
  const choices = first
    .filter((i) => !taken.has(i))
    .map((i) => 1 + mostPairs(rest, new Set([...taken, i])));
  return Math.max(mostPairs(rest, taken), ...choices);
}
