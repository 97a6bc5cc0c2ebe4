import fc from 'fast-check';
import { expect, test } from 'vitest';
import { targetKey, targetOf } from './target-key.ts';

const slug = fc.stringMatching(/^[a-z0-9][a-z0-9._-]{0,20}$/);
const target = fc.oneof(
  fc.record({ verdictId: fc.stringMatching(/^ver_[0-9a-z]{26}$/) }),
  fc.record({
    dataset: fc.tuple(slug, fc.nat()).map(([name, version]) => `${name}@${version + 1}`),
    itemId: fc.string({ minLength: 1, unit: 'binary' }),
  }),
  fc.record({ batchId: fc.stringMatching(/^bat_[0-9a-z]{26}$/), index: fc.nat() }),
  fc.record({ sampleHash: fc.stringMatching(/^sha256:[0-9a-f]{64}$/) }),
);

test('a key tells which target it is of, whatever ids hold', () => {
  fc.assert(
    fc.property(target, (given) => {
      expect(targetOf(targetKey(given))).toEqual(given);
    }),
  );
});
