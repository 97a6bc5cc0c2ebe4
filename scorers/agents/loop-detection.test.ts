import type { JsonObject } from '@assay/schema/types.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { score, scoreValue } from '../testing/score.ts';
import { loopDetection } from './loop-detection.ts';

/** One call a letter. */
function calls(letters: string) {
  return [...letters].map((letter) => ({ name: 'step', arguments: { letter } }));
}

function value(letters: string, params: JsonObject = {}) {
  return scoreValue(loopDetection, { toolCalls: calls(letters) }, params);
}

test.each([
  ['', 1],
  ['a', 1],
  ['abc', 1],
  ['aa', 1],
  ['aba', 1],
  ['abca', 1],
  // The same call three times, on end or not.
  ['aaa', 1 / 3],
  ['abaca', 3 / 5],
  // A cycle of two, of three, and one cut off.
  ['abab', 1 / 2],
  ['xababy', 4 / 6],
  ['abcabc', 1 / 2],
  ['abcabx', 1],
  ['ababa', 2 / 5],
])('the calls %j are worth %d', async (letters, expected) => {
  expect(await value(letters)).toBeCloseTo(expected);
});

test('the same tool with other arguments is no loop', async () => {
  expect(await value('abcdefgh')).toBe(1);
});

test('how many repeats and cycles make a loop can be set', async () => {
  expect(await value('aa', { repeats: 2 })).toBe(0.5);
  expect(await value('aaa', { repeats: 4 })).toBe(1);
  expect(await value('abab', { cycles: 3 })).toBe(1);
  expect(await value('ababab', { cycles: 3, repeats: 9 })).toBeCloseTo(1 / 3);
});

test('shows the redundant calls', async () => {
  expect(await score(loopDetection, { toolCalls: calls('xabab') })).toMatchObject({
    raw: 2,
    reason: '2 of 5 calls are part of a loop: step({"letter":"a"}), step({"letter":"b"}).',
    evidence: [{ pointer: '/toolCalls/3' }, { pointer: '/toolCalls/4' }],
  });
});

test('calls that are all different never make a loop', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.constantFrom(...'abcdefgh')), async (letters) => {
      expect(await value(letters.join(''))).toBe(1);
    }),
  );
});

test('cycles are those that comparing each call with each period would find', async () => {
  const names = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 24 });
  await fc.assert(
    fc.asyncProperty(names, fc.integer({ min: 2, max: 4 }), async (all, cycles) => {
      const toolCalls = all.map((name) => ({ name, arguments: {} }));
      const { raw } = await score('loop-detection', { toolCalls }, { cycles, repeats: 1_000 });
      expect(raw).toBe(cycledByDefinition(all, cycles).size);
    }),
  );
});

/** The calls after the first round of each cycle, found by trying all beginnings and periods. */
function cycledByDefinition(names: string[], cycles: number): Set<number> {
  const found = new Set<number>();
  for (let period = 2; period <= names.length; period += 1) {
    for (let start = 0; start + period * cycles <= names.length; start += 1) {
      const round = names.slice(start, start + period);
      const isCycle = names
        .slice(start, start + period * cycles)
        .every((name, i) => name === round[i % period]);
      if (!isCycle || new Set(round).size === 1) continue;
      for (let i = start + period; names[i] === names[i - period] && i < names.length; i += 1) {
        found.add(i);
      }
    }
  }
  return found;
}

test('tens of thousands of calls in messages are looked through', async () => {
  const message = (i: number) => ({
    role: 'assistant' as const,
    toolCalls: Array.from({ length: 1_000 }, (_, j) => ({ name: `t${i * 1_000 + j}` })),
  });
  const messages = Array.from({ length: 45 }, (_, i) => message(i));
  expect(await score('loop-detection', { messages })).toMatchObject({ status: 'scored', value: 1 });
});
