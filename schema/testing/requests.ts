import fc from 'fast-check';
import { LIMITS } from '../limits.ts';

/** Members that may each be absent, in any order. */
export function someOf(members: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<object> {
  return fc
    .tuple(
      fc.record(members, { requiredKeys: [] }),
      fc.shuffledSubarray(Object.keys(members), { minLength: Object.keys(members).length }),
    )
    .map(([value, order]) => {
      const given: Record<string, unknown> = value;
      const present = order.filter((key) => Object.hasOwn(given, key));
      return Object.fromEntries(present.map((key) => [key, given[key]]));
    });
}

/** Mostly what is meant, and sometimes anything. */
export function mostly(meant: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 30, arbitrary: meant },
    { weight: 1, arbitrary: fc.jsonValue() },
    { weight: 1, arbitrary: fc.constant(undefined) },
  );
}

export const text = mostly(fc.string({ unit: 'binary', maxLength: 20 }));
export const name = mostly(
  fc.oneof(
    fc.string({ minLength: 1, maxLength: 10 }),
    fc.constantFrom('', '\ud800', 'n'.repeat(LIMITS.nameCharacters), 'n'.repeat(129)),
  ),
);
