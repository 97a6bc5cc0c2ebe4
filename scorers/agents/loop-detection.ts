import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { scored } from '../outcome.ts';
import type { Work } from '../work.ts';
import { callKey, listFirst, showCall } from './tool-calls.ts';

/**
 * The share of calls that go no round in a loop. Two signs make a loop: the same call, tool and
 * arguments, made `repeats` times in all; or a cycle of two or more different calls run through
 * `cycles` times on end, as in A B A B. The calls of a loop after its first round are redundant:
 * value = 1 − redundant / all, and 1 when there is no loop. `raw` is the number of redundant calls.
 *
 * Source: DeepEval AgentLoopDetection, its repetition and cycle signals; its third signal, on
 * reasoning texts, is not part of this.
 */
export const loopDetection = defineScorer({
  id: 'loop-detection',
  aliases: { 'agent-loop-detection': {} },
  version: 2,
  kind: 'code',
  group: 'agents',
  summary: 'Whether the agent repeats the same calls.',
  source: 'DeepEval AgentLoopDetection',
  needs: ['toolCalls'],
  params: () =>
    z.strictObject({
      repeats: z
        .int()
        .min(2)
        .max(1_000)
        .default(3)
        .describe('Number of identical calls that counts as a loop.'),
      cycles: z
        .int()
        .min(2)
        .max(1_000)
        .default(2)
        .describe('Number of consecutive runs of a cycle of calls that counts as a loop.'),
    }),
  threshold: 1,
  examples: () => [
    {
      title: 'The same search four times, then the answer: 3 of 5 calls are redundant',
      sample: {
        toolCalls: [
          { name: 'search', arguments: { query: 'refund' } },
          { name: 'search', arguments: { query: 'refund' } },
          { name: 'search', arguments: { query: 'refund' } },
          { name: 'search', arguments: { query: 'refund' } },
          { name: 'answer', arguments: {} },
        ],
      },
      value: 0.4,
    },
  ],
  score({ toolCalls }, { repeats, cycles }, { work }) {
    const kinds = numberAlike(toolCalls.map(callKey));
    const redundant = new Set([
      ...repeatedCalls(kinds, repeats),
      ...cycledCalls(kinds, cycles, work),
    ]);
    if (redundant.size === 0) {
      return scored(1, `No loop in ${toolCalls.length} calls.`, { raw: 0 });
    }
    const places = [...redundant].sort((a, b) => a - b);
    const calls = toolCalls.flatMap((call, i) => (redundant.has(i) ? [showCall(call)] : []));
    return scored(
      1 - redundant.size / toolCalls.length,
      `${redundant.size} of ${toolCalls.length} calls are part of a loop: ${listFirst([...new Set(calls)])}.`,
      {
        raw: redundant.size,
        evidence: places.map((i) => ({ pointer: `/toolCalls/${i}`, note: 'repeated in a loop' })),
      },
    );
  },
});

const STEPS_PER_CALL = 10;

/** A number for each key, the same for the same key. */
function numberAlike(keys: readonly string[]): number[] {
  const numbers = new Map<string, number>();
  return keys.map((key) => {
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    return number;
  });
}

function repeatedCalls(kinds: readonly number[], repeats: number): number[] {
  const places = new Map<number, number[]>();
  for (const [i, kind] of kinds.entries()) {
    const earlier = places.get(kind);
    if (earlier) earlier.push(i);
    else places.set(kind, [i]);
  }
  return [...places.values()].flatMap((all) => (all.length >= repeats ? all.slice(1) : []));
}

/** The calls after the first round of each cycle of two or more different calls. */
function cycledCalls(kinds: readonly number[], cycles: number, work: Work): number[] {
  const isFound = new Uint8Array(kinds.length);
  for (let period = 2; period * cycles <= kinds.length; period += 1) {
    const isRepeat = (at: number) => at < kinds.length && kinds[at] === kinds[at - period];
    // A run of repeats long enough to be a cycle reaches a multiple of the period: the others need no look.
    for (let at = period; at < kinds.length; at += period) {
      if (!isRepeat(at)) continue;
      let start = at;
      while (start > period && isRepeat(start - 1)) start -= 1;
      let end = at + 1;
      while (isRepeat(end)) end += 1;
      work.spend((end - start) * STEPS_PER_CALL, 'looking for cycles among the calls');
      const round = kinds.slice(start - period, start);
      if (end - start >= period * (cycles - 1) && round.some((kind) => kind !== round[0])) {
        isFound.fill(1, start, end);
      }
      at = Math.max(at, end - (end % period));
    }
    work.spend((kinds.length / period) * STEPS_PER_CALL, 'looking for cycles among the calls');
  }
  return [...isFound.keys()].filter((i) => isFound[i] === 1);
}
