import { canonicalJson } from '@assay/schema/canonical-json.ts';
import { jsonPointer } from '@assay/schema/json-pointer.ts';
import { ScorerReference } from '@assay/schema/scorer-reference.ts';
import type { JsonValue } from '@assay/schema/types.ts';
import { z } from 'zod';
import { passes, withoutValue } from '../composite/child-scores.ts';
import { type Capabilities, defineScorer } from '../define.ts';
import { type Failed, failed, scored } from '../outcome.ts';
import { readSample, type ToolCallView } from '../sample.ts';
import { judgeMatch, matchMode } from './call-matching.ts';
import {
  type ArgumentMode,
  type Arguments,
  argumentMode,
  argumentsAgree,
  findBroken,
  readArguments,
} from './tool-calls.ts';

// Each pair of calls that could match asks the inner scorers once an argument.
const MOST_SCORED = 200;

/**
 * Whether the calls made are the calls expected: the same tools with the same arguments, in the
 * given mode. Two calls match when their names are equal and their arguments agree; arguments that
 * a scorer in `argumentScorers` compares agree when it passes, with the argument made as its
 * `output` and the one expected as its `expected`. No call expected and none made is a match.
 * At most 200 pairs of arguments are compared by scorers; more is an error.
 *
 * All calls stand in one list: turns do not matter, as they do to trajectory-match. Ragas'
 * ToolCallAccuracy, whose name is an alias, gives parts of a value for parts of the arguments; here
 * a call matches or it does not, so that 1 means the same and less is 0.
 *
 * Source: agentevals, trajectory match modes and tool argument match modes.
 */
export const toolCallMatch = defineScorer({
  id: 'tool-call-match',
  aliases: { 'tool-calls-match': {}, 'tool-call-accuracy': {} },
  version: 1,
  kind: 'code',
  group: 'agents',
  summary: 'Whether the tool calls made are those expected.',
  source: 'agentevals trajectory match',
  needs: ['toolCalls', 'expectedToolCalls'],
  uses: ['scoreBy'],
  params: z.strictObject({
    mode: matchMode,
    arguments: argumentMode
      .default('exact')
      .describe(
        'The arguments made are those expected (`exact`), some of them (`subset`), them and others (`superset`), or any (`ignore`).',
      ),
    byTool: z
      .record(z.string(), z.union([argumentMode, z.array(z.string())]))
      .default({})
      .describe(
        'Another way for the calls of a tool, by its name: one of `arguments`, or a list of the only arguments to compare.',
      ),
    argumentScorers: z
      .record(z.string(), ScorerReference)
      .default({})
      .describe('Scorers that compare an argument, by its name, in place of equality.'),
  }),
  threshold: 1,
  examples: [
    {
      title: 'The same calls in another order',
      sample: {
        toolCalls: [
          { name: 'weather', arguments: { city: 'Oslo' } },
          { name: 'weather', arguments: { city: 'Bergen' } },
        ],
        expectedToolCalls: [
          { name: 'weather', arguments: { city: 'Bergen' } },
          { name: 'weather', arguments: { city: 'Oslo' } },
        ],
      },
      params: { mode: 'unordered' },
      value: 1,
    },
    {
      title: 'One letter off, compared by a scorer',
      sample: {
        toolCalls: [{ name: 'search', arguments: { query: 'refund policy', limit: 5 } }],
        expectedToolCalls: [{ name: 'search', arguments: { query: 'refunds policy', limit: 5 } }],
      },
      params: { argumentScorers: { query: { scorer: 'levenshtein', threshold: 0.9 } } },
      value: 1,
    },
  ],
  inner: ({ argumentScorers }) =>
    Object.entries(argumentScorers).map(([name, reference]) => ({
      pointer: jsonPointer(['argumentScorers', name]),
      reference,
    })),
  async score({ toolCalls, expectedToolCalls }, params, { scoreBy }) {
    const fault = findBroken(expectedToolCalls);
    if (fault) return fault;
    if (toolCalls.length === 0 && expectedToolCalls.length === 0) {
      return scored(1, 'No call was expected and none was made.', { raw: 0 });
    }
    const judge = argumentJudge(Object.keys(params.argumentScorers), scoreBy);
    const made = toolCalls.map((call) => prepare(call, params));
    const wanted = expectedToolCalls.map((call) => prepare(call, params));

    const candidates: number[][] = [];
    for (const [i, call] of made.entries()) {
      const places: number[] = [];
      for (const [j, expected] of wanted.entries()) {
        if (params.mode === 'strict' && i !== j) continue;
        if (call.name !== expected.name) continue;
        if (!argumentsAgree(call.mode, call.compared, expected.compared)) continue;
        const agree =
          call.scored.size + expected.scored.size === 0 || (await judge(call, expected));
        if (typeof agree !== 'boolean') return agree;
        if (agree) places.push(j);
      }
      candidates.push(places);
    }
    return judgeMatch(params.mode, toolCalls, expectedToolCalls, candidates);
  },
});

interface PreparedCall {
  name: string;
  mode: ArgumentMode;
  /** The arguments that have to be equal. */
  compared: Arguments;
  /** The arguments that scorers compare. */
  scored: ReadonlyMap<string, JsonValue>;
}

interface Rules {
  arguments: ArgumentMode;
  byTool: Record<string, ArgumentMode | string[]>;
  argumentScorers: Record<string, unknown>;
}

function prepare(call: ToolCallView, rules: Rules): PreparedCall {
  const rule =
    (Object.hasOwn(rules.byTool, call.name) && rules.byTool[call.name]) || rules.arguments;
  const mode = Array.isArray(rule) ? 'exact' : rule;
  const counts = (name: string) => !Array.isArray(rule) || rule.includes(name);
  const isScored = (name: string) => Object.hasOwn(rules.argumentScorers, name);
  const all = readArguments(call);
  const given = mode === 'ignore' ? [] : Object.entries(call.arguments ?? {});
  return {
    name: call.name,
    mode,
    compared: all && new Map([...all].filter(([name]) => counts(name) && !isScored(name))),
    scored: new Map(given.filter(([name]) => counts(name) && isScored(name))),
  };
}

/** Compares the arguments that have scorers, none of them twice. */
function argumentJudge(names: readonly string[], scoreBy: Capabilities['scoreBy']) {
  const known = new Map<string, boolean>();

  async function judgeOne(i: number, given: JsonValue, expected: JsonValue) {
    const key = canonicalJson([i, given, expected]);
    const earlier = known.get(key);
    if (earlier !== undefined) return earlier;
    if (known.size >= MOST_SCORED) {
      return failed(
        'sample_too_large',
        `Scorers compare at most ${MOST_SCORED} pairs of arguments.`,
      );
    }
    const score = await scoreBy(i, readSample({ output: asText(given), expected }));
    const agree = passes(score);
    if (agree === null) return withoutValue([score]);
    known.set(key, agree);
    return agree;
  }

  return async function judge(call: PreparedCall, wanted: PreparedCall): Promise<boolean | Failed> {
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
