import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hasLongRun } from './long-run.ts';

test('a long run is where a pattern finds one', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '7', '+', ' ', '\n', 'é'), maxLength: 60 });
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 8 }), (sample, least) => {
      const found = new RegExp(`[^ \\n]{${least}}`).test(sample);
      expect(hasLongRun(sample, least)).toBe(found);
    }),
  );
});
