import { LIMITS } from '@assay/schema/limits.ts';
import type { JsonObject } from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import type { Scorer } from './define.ts';
import { SCORERS } from './registry.ts';
import { resolveScorers } from './resolve.ts';
import { runScorers } from './run.ts';
import { readSample, type SampleView } from './sample.ts';
import { sizeOf } from './sample-size.ts';
import { worstParams } from './testing/worst-params.ts';
import { worstSamples } from './testing/worst-samples.ts';

// What every code scorer obeys on the largest samples: steps are counted here, and `npm run
// bench:worst-case` measures what time they take. What asks models waits for them between its pieces.

const scorers = await Promise.all(
  (SCORERS as readonly Scorer[])
    .filter(({ kind }) => kind === 'code')
    .map(async (scorer) => ({ scorer, params: await worstParams(scorer) })),
);

/** Scores as the Worker would, and counts the steps. */
async function run({ id }: Scorer, view: SampleView, params: JsonObject) {
  let steps = 0;
  const spend = (more: number) => {
    steps += more;
  };
  const [result] = await runScorers(resolveScorers([{ scorer: id, params }]), view, {
    nowMs: () => 0,
    deadlineAtMs: 1,
    requiredByDefault: true,
    pace: { turn: async () => {}, spend },
  });
  if (result === undefined) throw new Error('one scorer gives one score');
  return { result, steps };
}

for (const [i, { name, make }] of worstSamples().entries()) {
  test(`every code scorer ends within its budget: ${name}`, async () => {
    const view = readSample(make());
    for (const { scorer, params } of scorers) {
      if (scorer.needs.some((field) => view[field] === undefined)) continue;
      // Parameters take turns: over all samples each scorer meets all of its extremes.
      const { result, steps } = await run(scorer, view, params[i % params.length] ?? {});
      const error = result.status === 'error' ? result.error.code : undefined;
      const told = `${scorer.id}: ${result.reason}`;
      expect(error, told).not.toBe('scorer_failed');
      // A composite has a budget of its own beside that of each score inside it.
      const mayTake = scorer.uses.includes('scores') ? LIMITS.scorers : 1;
      expect(steps, told).toBeLessThanOrEqual(mayTake * LIMITS.scoreSteps);
      if (error === undefined) expect(steps, told).toBeGreaterThanOrEqual(sizeOf(view));
    }
  }, 120_000);
}
