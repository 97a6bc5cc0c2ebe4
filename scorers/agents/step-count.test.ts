import type { JsonObject, Message } from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import { score, scoreValue } from '../testing/score.ts';
import { stepCount } from './step-count.ts';

const messages: Message[] = [
  { role: 'user', content: 'Book a trip.' },
  { role: 'assistant', toolCalls: [{ name: 'search' }, { name: 'search' }] },
  { role: 'tool', content: 'found' },
  { role: 'assistant', toolCalls: [{ name: 'book' }] },
  { role: 'assistant', content: 'Booked.' },
];

test.each<[JsonObject, number]>([
  [{ max: 3 }, 1],
  [{ max: 2 }, 2 / 3],
  [{ max: 2, partialCredit: false }, 0],
  [{ min: 6, partialCredit: false }, 0],
  [{ max: 3, partialCredit: false }, 1],
  [{ max: 0 }, 0],
  [{ min: 3 }, 1],
  [{ min: 6 }, 0.5],
  [{ min: 1, max: 5 }, 1],
  [{ max: 1, tool: 'book' }, 1],
  [{ max: 1, tool: 'search' }, 0.5],
])('three calls under %j are worth %d', async (params, value) => {
  expect(await scoreValue(stepCount, { messages }, params)).toBeCloseTo(value);
});

test('turns are assistant messages, with calls or without', async () => {
  expect(await score(stepCount, { messages }, { of: 'turns', max: 3 })).toMatchObject({
    value: 1,
    raw: 3,
    reason: '3 turns, within bounds.',
  });
});

test('turns cannot be counted without messages', async () => {
  expect(await score(stepCount, { toolCalls: [] }, { of: 'turns', max: 3 })).toMatchObject({
    error: { code: 'sample_field_missing', message: expect.stringContaining('`messages`') },
  });
});

test('no steps at all may be few enough', async () => {
  expect(await scoreValue(stepCount, { toolCalls: [] }, { max: 0 })).toBe(1);
});

test.each<[JsonObject, string]>([
  [{}, '/scorers/0/params/max'],
  [{ min: 2, max: 1 }, '/scorers/0/params/max'],
  [{ max: 1, of: 'turns', tool: 'a' }, '/scorers/0/params/tool'],
])('%j is refused', async (params, pointer) => {
  await expect(score(stepCount, { messages }, params)).rejects.toMatchObject({
    errors: [{ pointer }],
  });
});

test('the names that others gave it give no partial credit, as theirs do not', async () => {
  for (const name of ['max-tool-calls', 'trajectory:step-count']) {
    expect(await scoreValue(name, { messages }, { max: 2 }), name).toBe(0);
  }
});
