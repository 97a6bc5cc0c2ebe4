import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createWordClasses } from './word-classes.ts';

// Many with the same lower half, and many close to each other.
const hash = fc.oneof(
  fc.nat(0xffffffff),
  fc.nat(3).map((high) => high * 0x10000 + 7),
  fc.nat(9).map((low) => 0xfffffff0 + low),
);

test('a word has the class of its hash, and others have none', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.tuple(hash, fc.nat(63)), { selector: ([one]) => one }),
      fc.array(hash),
      (known, others) => {
        const sorted = known.toSorted(([a], [b]) => a - b);
        const classes = createWordClasses(
          Uint32Array.from(sorted, ([one]) => one),
          Uint8Array.from(sorted, ([, found]) => found),
        );
        const plain = new Map(known);
        for (const one of [...plain.keys(), ...others]) {
          expect(classes.get(one), `${one}`).toBe(plain.get(one));
          expect(classes.classOf(one), `${one}`).toBe(plain.get(one) ?? -1);
        }
      },
    ),
  );
});
