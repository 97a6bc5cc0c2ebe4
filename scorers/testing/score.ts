import type { JsonObject, Sample, Score, ScorerSettings } from '@assay/schema/types.ts';
import type { ModelCapabilities, Scorer } from '../define.ts';
import { whenLoaded } from '../load.ts';
import { resolveScorers } from '../resolve.ts';
import { runScorers } from '../run.ts';
import { readSample } from '../sample.ts';
import { type Line, type ScriptedJudge, scriptedJudge, scriptedModels } from './judge.ts';

/** The judge that tests configure. */
export const TEST_MODEL = 'test/judge-1';

/**
 * Scores a sample by one registered scorer, as the Worker would, with a clock that stands still.
 *
 * @param models what scorers that ask models get; without it none is configured
 * @throws InvalidScorers when the parameters are refused
 */
export async function score(
  scorer: Scorer | string,
  sample: Sample,
  params: JsonObject = {},
  settings: Omit<ScorerSettings, 'scorer' | 'params'> = {},
  models?: ModelCapabilities,
): Promise<Score> {
  const id = typeof scorer === 'string' ? scorer : scorer.id;
  const defaults = models
    ? { judge: TEST_MODEL, embedding: TEST_MODEL, reranking: TEST_MODEL }
    : {};
  const resolved = await whenLoaded(() =>
    resolveScorers([{ scorer: id, params, ...settings }], '/scorers', defaults),
  );
  const [result] = await runScorers(resolved, readSample(sample), {
    nowMs: () => 0,
    deadlineAtMs: 1,
    requiredByDefault: true,
    ...(models ? { models: () => models } : {}),
  });
  if (result === undefined) throw new Error('one scorer gives one score');
  return result;
}

/** Scores a sample with a judge that says these lines in order; gives what it was asked, too. */
export async function scoreJudged(
  scorer: Scorer | string,
  sample: Sample,
  lines: readonly Line[],
  params: JsonObject = {},
  settings: Omit<ScorerSettings, 'scorer' | 'params'> = {},
): Promise<{ score: Score; judge: ScriptedJudge }> {
  const judge = scriptedJudge(lines);
  return { score: await score(scorer, sample, params, settings, scriptedModels(judge)), judge };
}

/** The value of a sample by one scorer; fails the test if there is none. */
export async function scoreValue(
  scorer: Scorer | string,
  sample: Sample,
  params: JsonObject = {},
): Promise<number> {
  const result = await score(scorer, sample, params);
  if (result.status !== 'scored') throw new Error(`${result.status}: ${result.reason}`);
  return result.value;
}
