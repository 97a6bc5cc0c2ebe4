import { canonicalJson } from '@assay/schema/canonical-json.ts';
import type { JsonValue } from '@assay/schema/types.ts';
import { passes, withoutValue } from '../composite/child-scores.ts';
import type { Capabilities } from '../define.ts';
import { type Failed, failed } from '../outcome.ts';
import { readSample } from '../sample.ts';
import type { Work } from '../work.ts';
import type { ArgumentMode } from './tool-calls.ts';

// Each pair of calls that could match asks the scorers once an argument.
const MOST_SCORED = 200;
const STEPS_PER_CHARACTER = 20;

/** The arguments of a call that scorers compare. */
export interface ScoredArguments {
  mode: ArgumentMode;
  scored: ReadonlyMap<string, JsonValue>;
}

/**
 * Makes a comparison of arguments by scorers: an argument agrees when its scorer passes, with the
 * one made as `output` and the one wanted as `expected`. No two values are compared twice.
 *
 * @param names the names of the arguments, in the order of the inner scorers
 * @param work the calling scorer's own, which its inner scorers share
 */
export function argumentJudge(
  names: readonly string[],
  scoreBy: Capabilities['scoreBy'],
  work: Work,
) {
  const known = new Map<string, boolean>();

  async function judgeOne(i: number, given: JsonValue, expected: JsonValue) {
    const key = canonicalJson([i, given, expected]);
    work.spend(key.length * STEPS_PER_CHARACTER, 'comparing arguments with `argumentScorers`');
    const earlier = known.get(key);
    if (earlier !== undefined) return earlier;
    if (known.size >= MOST_SCORED) {
      return failed(
        'sample_too_large',
        `\`argumentScorers\` compare at most ${MOST_SCORED} pairs of arguments.`,
      );
    }
    const score = await scoreBy(i, readSample({ output: asText(given), expected }));
    if (score.status === 'error' && score.error.code === 'work_limit_exceeded') {
      return failed('work_limit_exceeded', score.reason);
    }
    const agree = passes(score);
    if (agree === null) return withoutValue([score]);
    known.set(key, agree);
    return agree;
  }

  return async function judge(
    call: ScoredArguments,
    wanted: ScoredArguments,
  ): Promise<boolean | Failed> {
    for (const [i, name] of names.entries()) {
      const given = call.scored.get(name);
      const expected = wanted.scored.get(name);
      if (given === undefined && expected === undefined) continue;
      if (given === undefined && call.mode === 'subset') continue;
      if (expected === undefined && call.mode === 'superset') continue;
      if (given === undefined || expected === undefined) return false;
      const agree = await judgeOne(i, given, expected);
      if (agree !== true) return agree;
    }
    return true;
  };
}

function asText(value: JsonValue): string {
  return typeof value === 'string' ? value : canonicalJson(value);
}
