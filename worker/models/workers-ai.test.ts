import { expect, test } from 'vitest';
import type { AiBinding } from '../core/env.ts';
import type { CompletionRequest } from './provider.ts';
import { createWorkersAi as create } from './workers-ai.ts';

const createWorkersAi = (ai: AiBinding) => create(ai, () => 0);

const request: CompletionRequest = {
  model: '@cf/meta/llama-3.3-70b-instruct-fp8-fast',
  messages: [{ role: 'user', content: 'Hello' }],
  schema: { type: 'object', properties: { level: { type: 'integer' } } },
  schemaName: 'verdict',
  temperature: 0,
  seed: 5,
  maxTokens: 100,
  logprobs: false,
  signal: new AbortController().signal,
};

function fakeAi(answer: unknown): AiBinding & { calls: unknown[][] } {
  const calls: unknown[][] = [];
  return {
    calls,
    run: async (...call) => {
      calls.push(call.slice(0, 2));
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
}

const usage = { prompt_tokens: 9, completion_tokens: 4, total_tokens: 13 };

test('the schema goes as it is, and the answer comes as text or as an object', async () => {
  for (const response of ['{"level":2}', { level: 2 }]) {
    const ai = fakeAi({ response, usage });
    expect(await createWorkersAi(ai).complete(request)).toEqual({
      text: '{"level":2}',
      reasoningText: null,
      finish: 'other',
      modelVersion: request.model,
      usage: { inputTokens: 9, outputTokens: 4 },
      usageEstimated: false,
      logprobs: null,
    });
    expect(ai.calls).toEqual([
      [
        request.model,
        {
          messages: request.messages,
          temperature: 0,
          seed: 5,
          max_tokens: 100,
          response_format: { type: 'json_schema', json_schema: request.schema },
        },
      ],
    ]);
  }
});

test('newer models answer in the shape of chat completions', async () => {
  const choices = [{ finish_reason: 'stop', message: { content: 'Hi' } }];
  const ai = fakeAi({ model: 'gpt-oss-20b', choices, usage });
  expect(await createWorkersAi(ai).complete(request)).toMatchObject({
    text: 'Hi',
    finish: 'stop',
    modelVersion: 'gpt-oss-20b',
  });
});

const ERRORS: Record<string, object> = {
  '3040: Capacity temporarily exceeded, please try again.': {
    code: 'judge_rate_limited',
    isTransient: true,
  },
  '3036: you have used up your daily free allocation': {
    code: 'judge_quota_exhausted',
    isTransient: false,
  },
  '5007: No such model @cf/x/y or task': { code: 'judge_rejected' },
  '3006: Request too large': { code: 'judge_input_too_large' },
  '3008: Request was aborted': { code: 'judge_timeout', isTransient: true },
  "5024: JSON Mode couldn't be met": { code: 'judge_output_invalid', isTransient: true },
  '5021: The estimated number of input and maximum output tokens (9000) exceeded this model context window limit (8000).':
    { code: 'judge_input_too_large', isTransient: false },
  'something else': { code: 'judge_unavailable', isTransient: true },
};

for (const [message, expected] of Object.entries(ERRORS)) {
  test(`tells "${message}" apart`, async () => {
    const provider = createWorkersAi(fakeAi(new Error(message)));
    await expect(provider.complete(request)).rejects.toMatchObject(expected);
  });
}

test('an answer of no known shape is none', async () => {
  for (const answer of [null, {}, { response: null }, { data: [] }]) {
    const provider = createWorkersAi(fakeAi(answer));
    await expect(provider.complete(request)).rejects.toMatchObject({ code: 'judge_unavailable' });
  }
});

test('a call that never ends is given up with the signal', async () => {
  const provider = createWorkersAi({ run: () => new Promise(() => {}) });
  const controller = new AbortController();
  const waiting = provider.complete({ ...request, signal: controller.signal });
  controller.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
});

test('every documented shape of embeddings is read', async () => {
  const data = [[0.5, 1]];
  for (const answer of [
    { shape: [1, 2], data, pooling: 'cls' },
    { shape: [1, 2], data },
    { data, usage: { prompt_tokens: 1 } },
  ]) {
    const ai = fakeAi(answer);
    const model = '@cf/qwen/qwen3-embedding-0.6b';
    const { signal } = request;
    expect(await createWorkersAi(ai).embed({ model, texts: ['a'], signal })).toMatchObject({
      vectors: data,
    });
    expect(ai.calls).toEqual([[model, { text: ['a'] }]]);
  }
});

test('relevance is told of each text, whatever the order of the answer', async () => {
  const reranking = { model: '@cf/baai/bge-reranker-base', query: 'q', texts: ['a', 'b'] };
  const ai = fakeAi({
    response: [
      { id: 1, score: 0 },
      { id: 0, score: -20 },
    ],
  });
  const { relevances } = await createWorkersAi(ai).rerank({
    ...reranking,
    signal: request.signal,
  });
  expect(relevances).toEqual([expect.closeTo(0), 0.5]);
  const contexts = [{ text: 'a' }, { text: 'b' }];
  expect(ai.calls).toEqual([[reranking.model, { query: 'q', contexts, top_k: 2 }]]);
  const partial = createWorkersAi(fakeAi({ response: [{ id: 0, score: 1 }] }));
  await expect(partial.rerank({ ...reranking, signal: request.signal })).rejects.toMatchObject({
    code: 'judge_unavailable',
  });
});

test('texts are embedded a hundred at a time', async () => {
  const sizes: number[] = [];
  const provider = createWorkersAi({
    run: async (_model, input) => {
      const { text } = input as { text: string[] };
      sizes.push(text.length);
      return {
        shape: [text.length, 2],
        data: text.map((each) => [each.length, 1]),
        pooling: 'cls',
      };
    },
  });
  const texts = Array.from({ length: 130 }, (_, i) => 'x'.repeat(i));
  const { vectors } = await provider.embed({
    model: '@cf/baai/bge-m3',
    texts,
    signal: request.signal,
  });
  expect(sizes).toEqual([100, 30]);
  expect(vectors[129]).toEqual([129, 1]);
});

/** A binding that fails with these messages in turn, and answers after that. */
function failing(...messages: string[]): AiBinding & { inputs: Record<string, unknown>[] } {
  const inputs: Record<string, unknown>[] = [];
  return {
    inputs,
    run: async (_model, input) => {
      inputs.push({ ...input });
      const message = messages[inputs.length - 1];
      if (message !== undefined) throw new Error(message);
      return { response: '{"level":2}', usage };
    },
  };
}

test('a model without JSON mode is asked without, and is known after that', async () => {
  const ai = failing("5025: This model doesn't support JSON Schema.");
  const provider = createWorkersAi(ai);
  await provider.complete(request);
  await provider.complete(request);
  const formats = ai.inputs.map((input) => 'response_format' in input);
  expect(formats).toEqual([true, false, false]);
});

test('an answer that JSON mode could not give is asked for without it, and that once', async () => {
  const ai = failing("5024: JSON Mode couldn't be met");
  const provider = createWorkersAi(ai);
  const previous = await provider.complete(request).catch((cause) => cause);
  await provider.complete({ ...request, previous });
  await provider.complete(request);
  const formats = ai.inputs.map((input) => 'response_format' in input);
  expect(formats).toEqual([true, false, true]);
});

test('prompt and answer that exceed the window are asked for with what the prompt leaves', async () => {
  const ai = failing(
    '5021: The estimated number of input and maximum output tokens (8400) exceeded this model context window limit (8000).',
  );
  await createWorkersAi(ai).complete({ ...request, maxTokens: 4_096 });
  expect(ai.inputs.map(({ max_tokens }) => max_tokens)).toEqual([4_096, 3_696]);
});
