import { jsonPointer } from '@assay/schema/json-pointer.ts';
import { ScorerReference } from '@assay/schema/scorer-reference.ts';
import type { JsonValue } from '@assay/schema/types.ts';
import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { type Outcome, scored } from '../outcome.ts';
import { sizeOfValue } from '../sample-size.ts';
import { type Compared, comparedOf, readWanted } from './exact-json.ts';
import { findJson, type JsonMode, jsonModeParam, spendOnJson } from './find-json.ts';
import {
  compareJson,
  EXACT,
  isContainer,
  keysToCompare,
  type MatchParams,
  namedKeys,
} from './json-match-compare.ts';
import { MOST_CANDIDATES, noJson } from './json-verdict.ts';

// Each asks every inner scorer again.
const MOST_SCORED_CANDIDATES = 3;
const STEPS_TO_COMPARE = 300;

/**
 * Compares the output's JSON object with the expected one key by key, each key in its own way:
 * `exact` (the same JSON, whatever the order of names; the default) or any scorer, which gets the
 * two values of the key as output and expected; a value that is no text is given as JSON.
 *
 * A key that the output lacks counts 0, and so does one that is not expected, unless `extraKeys`
 * says `ignore`. Keys in `exclude` do not count. The value is the mean by `weights`, or the least
 * value, or, for `all`, 1 when each key passes. Lists are compared by position, or without regard to
 * order (`lists`), inside of values too. Numbers are the same when they are digit by digit, beyond
 * 2^53 too. Expected JSON that is neither list nor object is compared as one value.
 *
 * Where the output has several values in its text, such as a citation [1] before the answer, the one
 * that is most as expected counts, of the first 20 of its kind; where scorers compare keys, of the
 * three that share most keys. Output without JSON of the expected kind gets 0. At most 1,000 keys.
 *
 * Source: openevals createJsonMatchEvaluator, whose aggregators are `mean` (average) and `all`, and
 * whose comparison without a rubric is equality.
 */
export const jsonMatch = defineScorer({
  id: 'json-match',
  aliases: { 'create-json-match-evaluator': {} },
  version: 3,
  kind: 'code',
  group: 'format',
  summary: 'Compares the output’s JSON with the expected JSON key by key, with a method per key.',
  source: 'openevals createJsonMatchEvaluator',
  needs: ['output', 'expected'],
  uses: ['scoreBy'],
  params: () =>
    z.strictObject({
      keys: z
        .record(z.string(), ScorerReference)
        .default({})
        .describe('How to compare a key: `exact`, or a scorer by name or with its settings.'),
      default: ScorerReference.default(EXACT).describe('How to compare all other keys.'),
      aggregate: z
        .enum(['mean', 'min', 'all'])
        .default('mean')
        .describe('The weighted mean, the minimum, or 1 if all keys pass and 0 otherwise.'),
      weights: z
        .record(z.string(), z.number().min(0).max(1_000))
        .default({})
        .describe('Weight of a key in the mean. Defaults to 1.'),
      extraKeys: z
        .enum(['count', 'ignore'])
        .default('count')
        .describe('Whether unexpected keys count as 0 or are ignored.'),
      exclude: z.array(z.string()).default([]).describe('Keys to ignore.'),
      lists: z
        .enum(['position', 'any-order', 'subset'])
        .default('position')
        .describe(
          'How lists are compared: item by item, in any order, or (`subset`) whether they contain each expected item. If a scorer compares the items, lists are compared by position.',
        ),
      mode: jsonModeParam,
    }),
  threshold: 1,
  examples: () => [
    {
      title: 'A name one letter off, compared by edit distance, and the right age',
      sample: { output: '{"age": 36, "name": "Bda"}', expected: { name: 'Ada', age: 36 } },
      params: { keys: { name: 'levenshtein' } },
      value: 5 / 6,
    },
  ],
  inner: ({ keys, default: others }) =>
    [
      ...namedKeys(keys).map((key) => ({
        pointer: jsonPointer(['keys', key]),
        reference: keys[key] ?? EXACT,
      })),
      { pointer: '/default', reference: others },
    ].filter(({ reference }) => reference !== EXACT),
  async score({ output, expected, input }, params, { scoreBy, work }) {
    spendOnJson(work, output);
    const wanted = readWanted(expected);
    if ('status' in wanted) return wanted;
    const candidates = findCandidates(output, wanted.value, params);
    if ('status' in candidates) return candidates;
    let best: Outcome | undefined;
    for (const found of candidates) {
      const compared = sizeOfValue(found.value) + sizeOfValue(wanted.value);
      work.spend(compared * STEPS_TO_COMPARE, 'comparing the JSON of `output` with `expected`');
      const outcome = await compareJson(found, wanted, { params, input, scoreBy });
      if (outcome.status !== 'scored') return outcome;
      if (best?.status !== 'scored' || outcome.value > best.value) best = outcome;
      if (outcome.value === 1) break;
    }
    const kind = Array.isArray(wanted.value) ? 'a list' : 'an object';
    return best ?? scored(0, `The output’s JSON is not ${kind}.`);
  },
});

/** The values of the output that are of the expected kind, those first that share most keys with it. */
function findCandidates(
  output: string,
  wanted: JsonValue,
  params: MatchParams & { mode: JsonMode },
): Compared[] | Outcome {
  const search = findJson(output, params.mode);
  if ('fault' in search) {
    // A text that is no JSON may be the very text that is expected.
    return typeof wanted === 'string' ? [{ value: output, exact: output }] : noJson(search);
  }
  if (!isContainer(wanted)) return [comparedOf(search.found[0])];
  const alike = search.found.filter(
    ({ value }) => isContainer(value) && Array.isArray(value) === Array.isArray(wanted),
  );
  const isExact = params.default === EXACT && namedKeys(params.keys).length === 0;
  const missed = (value: JsonValue) =>
    isContainer(value)
      ? keysToCompare(value, wanted, params).filter((key) => !Object.hasOwn(value, key)).length
      : 0;
  const nearest = isExact ? alike : alike.toSorted((a, b) => missed(a.value) - missed(b.value));
  return nearest.slice(0, isExact ? MOST_CANDIDATES : MOST_SCORED_CANDIDATES).map(comparedOf);
}
