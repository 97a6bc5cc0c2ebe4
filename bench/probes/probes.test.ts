import { describe, expect, test } from 'vitest';
import { KNOWN_RUNS, recover } from './runs.ts';

const RUNS = 60;
// 95%, and three standard errors of a share of that in so many runs.
const LEAST = 0.95 - 3 * Math.sqrt((0.95 * 0.05) / RUNS);

describe('a probe of a target of known behaviour', () => {
  test.each(KNOWN_RUNS)('recovers it: $probe, $target', (known) => {
    const { each, outcomes } = recover(known, RUNS, 11);
    for (const { name, covered } of each) {
      expect(covered, name).toBeGreaterThan(LEAST);
    }
    // What is there is found in most runs or left undecided, and what is not is hardly ever found.
    const opposite = known.outcome === 'affected' ? 'steady' : 'affected';
    expect(outcomes[opposite] ?? 0).toBeLessThan(0.14);
  });
});
