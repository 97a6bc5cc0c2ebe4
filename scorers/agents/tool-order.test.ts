import fc from 'fast-check';
import { expect, test } from 'vitest';
import { score, scoreValue } from '../testing/score.ts';
import { toolOrder } from './tool-order.ts';

const calls = (names: readonly string[]) => names.map((name) => ({ name }));

function order(called: readonly string[], tools: readonly string[], exact = false) {
  return scoreValue(toolOrder, { toolCalls: calls(called) }, { tools: [...tools], exact });
}

test('is 1 when the tools were called in order, whatever came between', async () => {
  expect(await order(['a', 'x', 'b', 'x', 'c'], ['a', 'b', 'c'])).toBe(1);
});

test('is the share of tools that can be found in order', async () => {
  expect(await order(['b', 'a', 'c'], ['a', 'b', 'c'])).toBeCloseTo(2 / 3);
  expect(await order(['c', 'b', 'a'], ['a', 'b', 'c'])).toBeCloseTo(1 / 3);
  expect(await order(['x'], ['a', 'b', 'c'])).toBe(0);
});

test('with `exact` calls in between count against it', async () => {
  expect(await order(['a', 'b'], ['a', 'b'], true)).toBe(1);
  expect(await order(['a', 'x', 'b', 'x'], ['a', 'b'], true)).toBe(0.5);
});

test('the order of the expected calls stands in for `tools`', async () => {
  const sample = { toolCalls: calls(['a', 'b']), expectedToolCalls: calls(['b', 'a']) };
  expect(await scoreValue(toolOrder, sample)).toBe(0.5);
  expect(await score(toolOrder, { toolCalls: [] })).toMatchObject({
    error: { code: 'sample_field_missing', message: expect.stringContaining('expectedToolCalls') },
  });
});

test('no order expected is kept by any calls', async () => {
  const sample = { toolCalls: calls(['a']), expectedToolCalls: [] };
  expect(await scoreValue(toolOrder, sample)).toBe(1);
  expect(await scoreValue(toolOrder, sample, { exact: true })).toBe(0);
});

test('is 1 exactly when the tools are a subsequence of the calls', async () => {
  const names = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(names, names, async (called, tools) => {
      let next = 0;
      for (const name of called) if (name === tools[next]) next += 1;
      expect((await order(called, tools)) === 1).toBe(next === tools.length);
    }),
  );
});
