import { expect, test } from 'vitest';
import { score, scoreValue } from '../testing/score.ts';
import { didNotCall } from './did-not-call.ts';

const sample = { toolCalls: [{ name: 'search' }, { name: 'delete' }] };

test('is 0 when one of the tools was called, and shows where', async () => {
  expect(await score(didNotCall, sample, { tools: ['delete'] })).toMatchObject({
    value: 0,
    raw: 1,
    evidence: [{ pointer: '/toolCalls/1', text: 'delete({})', note: 'must not be called' }],
  });
});

test('is 1 when others were called', async () => {
  expect(await scoreValue(didNotCall, sample, { tools: ['transfer'] })).toBe(1);
});

test('without names no tool may be called at all', async () => {
  expect(await scoreValue('usedNoTools', sample)).toBe(0);
  const messages = [{ role: 'assistant' as const, content: 'Hi' }];
  expect(await scoreValue('usedNoTools', { messages })).toBe(1);
});

test('a sample that says nothing of calls cannot be scored', async () => {
  expect(await score(didNotCall, { output: 'Hi' })).toMatchObject({
    error: { code: 'sample_field_missing' },
  });
});
