import { LIMITS } from '@assay/schema/limits.ts';
import type { JsonValue } from '@assay/schema/types.ts';
import { describe, expect, test } from 'vitest';
import type { Scorer } from './define.ts';
import { SCORERS } from './registry.ts';
import { resolveScorers } from './resolve.ts';
import { runScorers } from './run.ts';
import { readSample } from './sample.ts';
import { type Line, scriptedJudge, scriptedModels } from './testing/judge.ts';
import { TEST_MODEL } from './testing/score.ts';
import { worstSamples } from './testing/worst-samples.ts';

// What scorers that ask models obey on the largest samples, with as many votes as there may be: what
// they do themselves is counted and bounded, and so are the calls that they make.

const VOTES = 20;
const QUESTIONS = 25;
const SAMPLES = [
  'sentences, to the limit',
  'letters with many marks, to the limit',
  'contexts to the limit',
  'quotations',
];
const scorers = (SCORERS as readonly Scorer[]).filter(({ kind }) => kind !== 'code');

/** What the judge of an example says, signed, so that it is read whatever the data holds. */
function signed(answer: JsonValue): Line {
  const isObject = typeof answer === 'object' && answer !== null && !Array.isArray(answer);
  return isObject ? { id: '0123456789abcdef', ...answer } : String(answer);
}

describe.each(SAMPLES)('%s', (name) => {
  const sample = worstSamples()
    .find((each) => each.name === name)
    ?.make();
  if (sample === undefined) throw new Error(`no sample is named ${name}`);

  test.each(scorers.map(({ id }) => id))('%s ends within its budget', async (id) => {
    const scorer = scorers.find((each) => each.id === id);
    const example = scorer?.examples.find(({ answers }) => answers !== undefined);
    const judge = scriptedJudge((example?.answers ?? ['']).map(signed));
    const models = scriptedModels(judge);
    const dials = scorer?.kind === 'judge' ? { samples: VOTES, cache: 'off' } : {};
    const resolved = resolveScorers(
      [{ scorer: id, params: { ...example?.params, ...dials } }],
      '/scorers',
      { judge: TEST_MODEL, embedding: TEST_MODEL, reranking: TEST_MODEL },
    );
    let steps = 0;
    const [result] = await runScorers(resolved, readSample(sample), {
      nowMs: () => 0,
      deadlineAtMs: 1,
      requiredByDefault: true,
      models: () => models,
      pace: {
        turn: async () => {},
        spend(more) {
          steps += more;
        },
      },
    });
    const error = result?.status === 'error' ? result.error.code : undefined;
    expect(error, result?.reason).not.toBe('scorer_failed');
    expect(steps).toBeLessThanOrEqual(LIMITS.scoreSteps);
    // Each answer may be asked for once more.
    expect(judge.calls.length).toBeLessThanOrEqual(2 * QUESTIONS * VOTES);
  });
});
