import type { JsonObject, Sample, Score, ScorerSettings } from '@assay/schema/types.ts';
import type { Scorer } from '../define.ts';
import { resolveScorers } from '../resolve.ts';
import { runScorers } from '../run.ts';
import { readSample } from '../sample.ts';

/**
 * Scores a sample by one registered scorer, as the Worker would, with a clock that stands still.
 *
 * @throws InvalidScorers when the parameters are refused
 */
export async function score(
  scorer: Scorer | string,
  sample: Sample,
  params: JsonObject = {},
  settings: Omit<ScorerSettings, 'scorer' | 'params'> = {},
): Promise<Score> {
  const id = typeof scorer === 'string' ? scorer : scorer.id;
  const resolved = resolveScorers([{ scorer: id, params, ...settings }]);
  const [result] = await runScorers(resolved, readSample(sample), {
    nowMs: () => 0,
    deadlineAtMs: 1,
    requiredByDefault: true,
  });
  if (result === undefined) throw new Error('one scorer gives one score');
  return result;
}

/** The value of a sample by one scorer; fails the test where there is none. */
export async function scoreValue(
  scorer: Scorer | string,
  sample: Sample,
  params: JsonObject = {},
): Promise<number> {
  const result = await score(scorer, sample, params);
  if (result.status !== 'scored') throw new Error(`${result.status}: ${result.reason}`);
  return result.value;
}
