import { expect, test } from 'vitest';
import { score, scoreValue } from '../testing/score.ts';
import { cost } from './cost.ts';
import { finishReason } from './finish-reason.ts';
import { latency } from './latency.ts';
import { perplexity } from './perplexity.ts';

// The scorers of how an output was made.

test('an answer that was cut off or filtered did not finish', async () => {
  const value = (reason: string) =>
    scoreValue(finishReason, { generation: { finishReason: reason } });
  expect(await value('stop')).toBe(1);
  expect(await value('END_TURN')).toBe(1);
  expect(await value('length')).toBe(0);
  expect(await value('content_filter')).toBe(0);
  const sample = { generation: { finishReason: 'length' } };
  expect(await scoreValue(finishReason, sample, { allowed: ['length'] })).toBe(1);
});

test('each provider spells its reasons in its own way', async () => {
  const value = (reason: string) =>
    scoreValue(finishReason, { generation: { finishReason: reason } });
  const fine =
    'tool-calls tool_calls toolCalls TOOL_CALL tool_use function_call STOP FINISH_REASON_STOP endTurn COMPLETE stop-sequence completed eos_token';
  for (const reason of fine.split(' ')) expect(await value(reason), reason).toBe(1);
  const cut =
    'MAX_TOKENS max_tokens length SAFETY content-filter refusal error pause_turn MALFORMED_FUNCTION_CALL other';
  for (const reason of cut.split(' ')) expect(await value(reason), reason).toBe(0);
});

test('time and money are fine up to the budget, and fall beyond it', async () => {
  const spent = { generation: { latencyMs: 100, costUsd: 0.1 } };
  expect(await score(latency, spent, { maxMs: 100 })).toMatchObject({ value: 1, raw: 100 });
  expect(await scoreValue(latency, spent, { maxMs: 25 })).toBe(0.25);
  expect(await scoreValue(cost, spent, { maxUsd: 0.1 })).toBe(1);
  expect(await scoreValue(cost, spent, { maxUsd: 0 })).toBe(0);
  expect(await scoreValue(cost, { generation: { costUsd: 0 } }, { maxUsd: 0 })).toBe(1);
});

test('perplexity is e to the mean surprise', async () => {
  // Four tokens of probability 1/4 each: perplexity 4.
  const logprobs = Array.from({ length: 4 }, () => Math.log(1 / 4));
  expect(await score(perplexity, { generation: { logprobs } })).toMatchObject({
    raw: expect.closeTo(4, 10),
    value: expect.closeTo(0.25, 10),
  });
  expect(await scoreValue(perplexity, { generation: { logprobs } }, { max: 8 })).toBe(1);
  expect(await scoreValue(perplexity, { generation: { logprobs } }, { max: 2 })).toBeCloseTo(0.5);
});

test("OpenAI's log probabilities are understood as they come", async () => {
  const logprobs = { content: [{ token: 'Hi', logprob: 0, bytes: [72, 105], top_logprobs: [] }] };
  expect(await scoreValue(perplexity, { generation: { logprobs } })).toBe(1);
});

test('log probabilities that cannot be are an error; extreme ones are 0', async () => {
  for (const logprobs of [[], [0.1]]) {
    expect(await score(perplexity, { generation: { logprobs } })).toMatchObject({
      error: { code: 'sample_field_invalid' },
    });
  }
  expect(await scoreValue(perplexity, { generation: { logprobs: [-1e308, -1e308] } })).toBe(0);
});

test('each names the field that the sample lacks', async () => {
  const wanted = [
    { scorer: finishReason, field: 'finishReason', params: {} },
    { scorer: latency, field: 'latencyMs', params: {} },
    { scorer: cost, field: 'costUsd', params: { maxUsd: 1 } },
    { scorer: perplexity, field: 'logprobs', params: {} },
  ];
  for (const { scorer, field, params } of wanted) {
    const result = await score(scorer, { generation: {} }, params);
    expect(result).toMatchObject({
      error: { code: 'sample_field_missing', message: expect.stringContaining(field) },
    });
  }
});
