import { Message } from '@assay/schema/sample.ts';
import type { JsonValue } from '@assay/schema/types.ts';
import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { type Failed, failed, scored } from '../outcome.ts';
import { type MessageView, readSample, type SampleView, type ToolCallView } from '../sample.ts';
import type { Work } from '../work.ts';
import {
  type Candidates,
  judgeMatch,
  matchMode,
  pairOff,
  placesByName,
  spendOnArguments,
} from './call-matching.ts';
import {
  type ArgumentMode,
  argumentMode,
  argumentsAgree,
  findBroken,
  listCalls,
  readArguments,
} from './tool-calls.ts';

/**
 * Whether the turns of a conversation call the tools expected. Calls of one assistant message are
 * made at once, so under `strict` they match in any order among themselves, but turn follows turn:
 * this is the difference to tool-call-match, which knows one list of calls. The other modes do not
 * look at turns and are the same there. Texts and turns without calls do not count.
 *
 * What is expected stands in `expectedToolCalls`, which is cut into turns as large as those made;
 * or, without it, in `expected` as a list of messages (or `{ messages }`) in OpenAI's form, whose
 * turns then must be the same.
 *
 * Under `strict` agentevals also compares the number and roles of all messages, and each turn's
 * calls in order.
 *
 * Source: agentevals, trajectory match.
 */
export const trajectoryMatch = defineScorer({
  id: 'trajectory-match',
  aliases: {
    'create-trajectory-match-evaluator': {},
    'trajectory-strict-match': { mode: 'strict' },
    'trajectory-unordered-match': { mode: 'unordered' },
    'trajectory-subset': { mode: 'subset' },
    'trajectory-superset': { mode: 'superset' },
  },
  version: 2,
  kind: 'code',
  group: 'agents',
  summary: 'Whether the turns of the conversation call the expected tools.',
  source: 'agentevals trajectory match',
  needs: ['messages'],
  params: () =>
    z.strictObject({
      mode: matchMode,
      arguments: argumentMode
        .default('exact')
        .describe(
          'How arguments are compared. `exact`: equal to the expected ones; `subset`: no others; `superset`: at least the expected ones; `ignore`: any.',
        ),
    }),
  threshold: 1,
  examples: () => [
    {
      title: 'Two calls of one turn have no order',
      sample: {
        messages: [
          { role: 'user', content: 'Is it warmer in Oslo or in Bergen?' },
          {
            role: 'assistant',
            toolCalls: [
              { name: 'weather', arguments: { city: 'Oslo' } },
              { name: 'weather', arguments: { city: 'Bergen' } },
            ],
          },
          { role: 'assistant', content: 'In Oslo.' },
        ],
        expectedToolCalls: [
          { name: 'weather', arguments: { city: 'Bergen' } },
          { name: 'weather', arguments: { city: 'Oslo' } },
        ],
      },
      value: 1,
    },
  ],
  score(sample, params, { work }) {
    const turns = callingTurns(sample.messages);
    const reference = readReference(sample, turns);
    if ('status' in reference) return reference;
    const [made, expected] = [turns.flat(), reference.flat()];
    const fault = findBroken(expected);
    if (fault) return fault;
    if (made.length === 0 && expected.length === 0) {
      return scored(1, 'No call was expected, and none was made.', { raw: 0 });
    }
    if (params.mode !== 'strict') {
      const candidates = findCandidates(made, expected, params.arguments, work);
      return judgeMatch(params.mode, made, expected, candidates, work);
    }
    const differs = (turn: ToolCallView[], i: number) =>
      !isSameTurn(turn, reference[i] ?? [], params.arguments, work);
    const longer = reference.length > turns.length ? reference : turns;
    const first = longer.findIndex((_, i) => differs(turns[i] ?? [], i));
    if (first === -1) return scored(1, `All ${turns.length} turns make the expected calls.`);
    const [calls, wanted] = [turns[first] ?? [], reference[first] ?? []];
    return scored(
      0,
      `Turn ${first + 1} of those that call tools: ${listOrNone(calls)}; expected: ${listOrNone(wanted)}.`,
    );
  },
});

type Turns = ToolCallView[][];

function callingTurns(messages: readonly MessageView[]): Turns {
  return messages
    .filter(({ role, toolCalls }) => role === 'assistant' && toolCalls.length > 0)
    .map(({ toolCalls }) => toolCalls);
}

/** The expected turns; where only calls are given, cut into turns as large as those made. */
function readReference({ expectedToolCalls, expected }: SampleView, made: Turns): Turns | Failed {
  if (expectedToolCalls) {
    const rest = [...expectedToolCalls];
    const turns = made.map(({ length }) => rest.splice(0, length));
    return rest.length > 0 ? [...turns, rest] : turns;
  }
  if (expected === undefined) {
    return failed(
      'sample_field_missing',
      'There are no expected calls. Add `expectedToolCalls` to the sample, or a list of messages as `expected`.',
    );
  }
  const messages = z.array(Message).safeParse(messagesOf(expected));
  if (!messages.success) {
    return failed(
      'sample_field_invalid',
      'Send the expected calls as `expectedToolCalls`, or `expected` as a list of messages.',
    );
  }
  return callingTurns(readSample({ messages: messages.data }).messages ?? []);
}

function messagesOf(expected: JsonValue): JsonValue | undefined {
  const isObject = typeof expected === 'object' && expected !== null && !Array.isArray(expected);
  return isObject ? expected.messages : expected;
}

function isSameTurn(
  made: ToolCallView[],
  expected: ToolCallView[],
  mode: ArgumentMode,
  work: Work,
): boolean {
  if (made.length !== expected.length) return false;
  const candidates = findCandidates(made, expected, mode, work);
  return !pairOff(candidates, expected.length, work).includes(undefined);
}

function findCandidates(
  made: readonly ToolCallView[],
  expected: readonly ToolCallView[],
  mode: ArgumentMode,
  work: Work,
): Candidates {
  const wanted = expected.map((call) => readArguments(call));
  const places = placesByName(expected);
  return made.map((call) => {
    const args = readArguments(call);
    const others = places.get(call.name) ?? [];
    spendOnArguments(work, args, others.length);
    return others.filter((j) => argumentsAgree(mode, args, wanted[j] ?? null));
  });
}

function listOrNone(calls: readonly ToolCallView[]): string {
  return calls.length > 0 ? listCalls(calls) : 'none';
}
