import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRunTable, mayBeKnown, NO_RUN, runOf } from './run-table.ts';

const hash = fc.oneof(
  fc.nat(NO_RUN - 1),
  fc.nat(600),
  fc.integer({ min: NO_RUN - 600, max: NO_RUN - 1 }),
);

test('a run has the number of its hash among the known ones, and others have none', () => {
  fc.assert(
    fc.property(fc.uniqueArray(hash, { maxLength: 300 }), fc.array(hash), (known, others) => {
      const sorted = known.toSorted((a, b) => a - b);
      const table = createRunTable(Int32Array.from(sorted));
      const numberOf = (one: number) => (mayBeKnown(table.filter, one) ? runOf(table, one) : -1);
      for (const one of [...known, ...others, NO_RUN]) {
        expect(numberOf(one), `${one}`).toBe(sorted.indexOf(one));
      }
    }),
  );
});
