import type { JsonObject } from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import { score, scoreValue } from '../testing/score.ts';
import { toolCallF1 } from './tool-call-f1.ts';

const calls = (...names: string[]) => names.map((name) => ({ name }));

function f1(made: string[], expected: string[], params: JsonObject = {}) {
  const sample = { toolCalls: calls(...made), expectedToolCalls: calls(...expected) };
  return scoreValue(toolCallF1, sample, params);
}

// Vectors of Ragas' own tests of ToolCallF1: match, a call too many, a call too few, none right.
test.each([
  [['a', 'b'], ['a', 'b'], 1],
  [['a', 'b', 'c'], ['a', 'b'], 0.8],
  [['a'], ['a', 'b'], 2 / 3],
  [['c'], ['a'], 0],
  [['a', 'c'], ['a', 'b'], 0.5],
])('%j made of %j expected is %d', async (made, expected, value) => {
  expect(await f1(made, expected)).toBeCloseTo(value, 10);
});

test('arguments count, unless they are ignored as promptfoo does', async () => {
  const sample = {
    toolCalls: [{ name: 'a', arguments: { x: 1 } }],
    expectedToolCalls: [{ name: 'a', arguments: { x: 2 } }],
  };
  expect(await scoreValue(toolCallF1, sample)).toBe(0);
  expect(await scoreValue(toolCallF1, sample, { arguments: 'ignore' })).toBe(1);
});

test('equal calls count once, or each of them', async () => {
  expect(await f1(['a', 'a', 'a'], ['a'])).toBe(1);
  expect(await f1(['a', 'a', 'a'], ['a'], { count: 'every' })).toBe(0.5);
});

test('precision and recall can be had alone', async () => {
  expect(await f1(['a', 'b', 'c', 'd'], ['a', 'e'], { measure: 'precision' })).toBe(0.25);
  expect(await f1(['a', 'b', 'c', 'd'], ['a', 'e'], { measure: 'recall' })).toBe(0.5);
});

test('as ToolCorrectness it is the share of expected tools called, as in DeepEval', async () => {
  const sample = {
    toolCalls: [{ name: 'a', arguments: { x: 1 } }, { name: 'z' }],
    expectedToolCalls: calls('a', 'a', 'b'),
  };
  expect(await scoreValue('ToolCorrectness', sample)).toBeCloseTo(1 / 3);
});

test('nothing expected and nothing made is right; one of them alone is not', async () => {
  expect(await f1([], [])).toBe(1);
  expect(await f1([], ['a'])).toBe(0);
  expect(await f1(['a'], [])).toBe(0);
});

test('a call with arguments that are no JSON object is one not expected', async () => {
  const sample = { toolCalls: [{ name: 'a', arguments: '{' }], expectedToolCalls: calls('a') };
  expect(await score(toolCallF1, sample)).toMatchObject({
    value: 0,
    reason: expect.stringContaining('unexpected: a({)'),
  });
});
