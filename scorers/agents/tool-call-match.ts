import { jsonPointer } from '@assay/schema/json-pointer.ts';
import { ScorerReference } from '@assay/schema/scorer-reference.ts';
import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { scored } from '../outcome.ts';
import { argumentRule, checkSchemas, namesNothing, prepareCall } from './argument-rules.ts';
import { argumentJudge } from './argument-scorers.ts';
import { judgeMatch, matchMode, placesByName, spendOnArguments } from './call-matching.ts';
import { argumentsAccepted, argumentsAgree, findBroken, readAcceptable } from './tool-calls.ts';

/**
 * Whether the calls made are the calls expected: the same tools with the same arguments, in the
 * given mode. Two calls match when their names are equal and their arguments agree; arguments that
 * a scorer in `argumentScorers` compares agree when it passes, with the argument made as its
 * `output` and the one expected as its `expected`. No call expected and none made is a match.
 * `byTool` compares only some arguments of a tool, nested ones too; one that neither call has never
 * matches. `values: "any-of"` takes each expected argument as a list of acceptable values, as in the
 * Berkeley Function Calling Leaderboard. Numbers are compared digit by digit, beyond 2^53 too.
 * At most 200 pairs of arguments are compared by scorers; more is an error. Under `schema` a call
 * needs no particular arguments, only such as its tool in `tools` takes.
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
  version: 2,
  kind: 'code',
  group: 'agents',
  summary: 'Whether the tool calls match the expected ones.',
  source: 'agentevals trajectory match',
  needs: ['toolCalls', 'expectedToolCalls'],
  uses: ['scoreBy'],
  params: () =>
    z.strictObject({
      mode: matchMode,
      arguments: argumentRule
        .default('exact')
        .describe(
          'How arguments are compared. `exact`: equal to the expected ones; `subset`: no others; `superset`: at least the expected ones; `schema`: any that satisfy the tool’s JSON Schema; `ignore`: any.',
        ),
      byTool: z
        .record(z.string(), z.union([argumentRule, z.array(z.string())]))
        .default({})
        .describe(
          'Overrides `arguments` per tool name: a mode, or a list of the arguments to compare, by name or by a path such as `time.start` or `/time/start`. An argument that is missing from both calls does not match.',
        ),
      values: z
        .enum(['one', 'any-of'])
        .default('one')
        .describe(
          'What the expected arguments hold: values, or (`any-of`) lists of acceptable values. An empty text in a list makes the argument optional.',
        ),
      argumentScorers: z
        .record(z.string(), ScorerReference)
        .default({})
        .describe(
          'Scorers that compare an argument instead of an equality check, by its name or by a path such as `time.start` or `/time/start`.',
        ),
    }),
  threshold: 1,
  examples: () => [
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
  async score({ toolCalls, expectedToolCalls, tools }, params, { scoreBy, work }) {
    const fault = findBroken(expectedToolCalls);
    if (fault) return fault;
    if (toolCalls.length === 0 && expectedToolCalls.length === 0) {
      return scored(1, 'No call was expected, and none was made.', { raw: 0 });
    }
    const fits = checkSchemas(toolCalls, tools, params, work);
    if (!Array.isArray(fits)) return fits;
    const judge = argumentJudge(Object.keys(params.argumentScorers), scoreBy, work);
    const made = toolCalls.map((call) => prepareCall(call, params));
    const wanted = expectedToolCalls.map((call) => prepareCall(call, params));

    const acceptable =
      params.values === 'any-of' ? wanted.map(({ compared }) => readAcceptable(compared)) : [];

    const placesOf = placesByName(wanted);
    const candidates: number[][] = [];
    for (const [i, call] of made.entries()) {
      const places: number[] = [];
      candidates.push(places);
      if (!fits[i]) continue;
      const others = params.mode === 'strict' ? [i] : (placesOf.get(call.name) ?? []);
      spendOnArguments(work, call.compared, others.length);
      for (const j of others) {
        const expected = wanted[j];
        if (expected?.name !== call.name) continue;
        const isSame =
          params.values === 'any-of'
            ? argumentsAccepted(call.mode, call.compared, acceptable[j] ?? null)
            : argumentsAgree(call.mode, call.compared, expected.compared);
        if (!isSame || namesNothing(call, expected)) continue;
        const agree =
          call.scored.size + expected.scored.size === 0 || (await judge(call, expected));
        if (typeof agree !== 'boolean') return agree;
        if (agree) places.push(j);
      }
    }
    return judgeMatch(params.mode, toolCalls, expectedToolCalls, candidates, work);
  },
});
