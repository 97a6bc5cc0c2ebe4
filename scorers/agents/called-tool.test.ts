import { expect, test } from 'vitest';
import { score, scoreValue } from '../testing/score.ts';
import { calledTool } from './called-tool.ts';

const sample = { toolCalls: [{ name: 'search' }, { name: 'search' }, { name: 'book' }] };

test('is the share of the tools that were called, whatever else was', async () => {
  expect(await scoreValue(calledTool, sample, { tools: ['search'] })).toBe(1);
  expect(await score(calledTool, sample, { tools: ['search', 'pay'] })).toMatchObject({
    value: 0.5,
    passed: false,
    reason: '1 of 2 tools called at least 1 times; not: pay (called 0 times).',
  });
});

test('counts calls between `min` and `max`', async () => {
  expect(await scoreValue(calledTool, sample, { tools: ['search'], min: 2 })).toBe(1);
  expect(await scoreValue(calledTool, sample, { tools: ['search'], min: 3 })).toBe(0);
  expect(await scoreValue(calledTool, sample, { tools: ['search'], max: 1 })).toBe(0);
});

test('a `max` below `min` is refused', async () => {
  await expect(
    score(calledTool, sample, { tools: ['search'], min: 3, max: 2 }),
  ).rejects.toMatchObject({ errors: [{ pointer: '/scorers/0/params/max' }] });
});

test('is 0 when no tool was called', async () => {
  const messages = [{ role: 'assistant' as const, content: 'Hi' }];
  expect(await scoreValue(calledTool, { messages }, { tools: ['search'] })).toBe(0);
});
