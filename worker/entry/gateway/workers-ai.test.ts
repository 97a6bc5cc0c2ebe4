import OpenAI from 'openai';
import { zodResponseFormat } from 'openai/helpers/zod';
import { expect, test } from 'vitest';
import * as z from 'zod';
import type { AiBinding } from '../../core/env.ts';
import { aiError, aiStream, fakeAi } from '../../testing/fake-ai.ts';
import { failure, gatewayTo, reportOf } from '../../testing/gateway-world.ts';

const model = 'workers-ai/@cf/meta/llama-3.1-8b-instruct-fp8-fast';
const messages = [{ role: 'user' as const, content: 'Say hello.' }];
const usage = { prompt_tokens: 12, completion_tokens: 3, total_tokens: 15 };

function over(ai: AiBinding, more: Parameters<typeof gatewayTo>[1] = {}) {
  return gatewayTo(undefined, { ...more, bindings: { AI: ai, ...more.bindings } });
}

test('an answer of an older model is a chat completion', async () => {
  const ai = fakeAi(Response.json({ response: 'Hello!', usage }));
  const { openai, ended } = over(ai);
  const answer = await openai.chat.completions.create({
    ...{ model, messages, max_completion_tokens: 50, temperature: 0.2 },
  });
  expect(answer).toMatchObject({
    id: expect.stringMatching(/^chatcmpl-/),
    object: 'chat.completion',
    created: expect.any(Number),
    model: '@cf/meta/llama-3.1-8b-instruct-fp8-fast',
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: 'Hello!', refusal: null },
        finish_reason: 'stop',
      },
    ],
    usage,
  });
  expect(reportOf(answer)).toMatchObject({
    model,
    usage: { inputTokens: 12, outputTokens: 3 },
    isCostExact: true,
    costUsd: expect.closeTo((12 * 0.045 + 3 * 0.384) / 1e6, 12),
  });
  expect(ai.asked).toMatchObject([
    {
      model: '@cf/meta/llama-3.1-8b-instruct-fp8-fast',
      input: { messages, max_tokens: 50, temperature: 0.2 },
    },
  ]);
  expect(ai.asked[0]?.input).not.toHaveProperty('model');
  await ended();
});

test('what a newer model answers stays as it is', async () => {
  const choices = [
    {
      index: 0,
      message: { role: 'assistant', content: 'Hi', reasoning_content: 'Hm.' },
      finish_reason: 'stop',
    },
  ];
  const given = {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 5,
    model: 'gpt-oss',
    choices,
    usage,
  };
  const { openai } = over(fakeAi(given));
  expect(await openai.chat.completions.create({ model, messages })).toMatchObject(given);
});

test('a limit that cut an answer is told, also by models that do not say so', async () => {
  const reasons: string[] = [];
  for (const [limit, written] of [
    [3, 3],
    [10, 3],
    [undefined, 256],
    [undefined, 300],
  ] as const) {
    const { openai } = over(
      fakeAi({ response: 'x', usage: { ...usage, completion_tokens: written } }),
    );
    const answer = await openai.chat.completions.create({
      ...{ model, messages, ...(limit === undefined ? {} : { max_tokens: limit }) },
    });
    reasons.push(answer.choices[0]?.finish_reason ?? '');
  }
  expect(reasons).toEqual(['length', 'stop', 'length', 'stop']);
});

test('a stream of an older model is one of chunks', async () => {
  const ai = fakeAi(
    aiStream({ response: 'Hel', p: 'abc' }, { response: 'lo!' }, { response: '', usage }, '[DONE]'),
  );
  const { openai, ended } = over(ai);
  const stream = openai.chat.completions.stream({
    ...{ model, messages, stream_options: { include_usage: true } },
  });
  const final = await stream.finalChatCompletion();
  expect(final.choices[0]).toMatchObject({ message: { content: 'Hello!' }, finish_reason: 'stop' });
  expect(final.usage).toEqual(usage);
  expect(reportOf(final)).toMatchObject({ model, usage: { inputTokens: 12, outputTokens: 3 } });
  await ended();
});

test('a stream of chunks passes, and usage that was not asked for is left out', async () => {
  const chunk = (delta: object, finish_reason: string | null = null) => ({
    choices: [{ index: 0, delta, finish_reason }],
  });
  const { openai } = over(
    fakeAi(
      aiStream(
        chunk({ role: 'assistant', content: 'Hi' }),
        chunk({}, 'stop'),
        { choices: [], usage },
        '[DONE]',
      ),
    ),
  );
  const seen: OpenAI.ChatCompletionChunk[] = [];
  const stream = await openai.chat.completions.create({ model, messages, stream: true });
  for await (const each of stream) seen.push(each);
  expect(seen.map(({ choices }) => choices[0]?.delta.content ?? null)).toEqual(['Hi', null, null]);
  expect(seen[0]).toMatchObject({
    object: 'chat.completion.chunk',
    id: expect.stringMatching(/^chatcmpl-/),
  });
  expect(reportOf(seen[2] ?? {}).usage).toEqual({ inputTokens: 12, outputTokens: 3 });
});

test('a stream however its bytes are divided is the same', async () => {
  const whole = await aiStream(
    { response: 'Grüße 😀' },
    { response: ' da', usage },
    '[DONE]',
  ).text();
  const bytes = new TextEncoder().encode(whole);
  const slow = () =>
    new ReadableStream<Uint8Array>({
      start(controller) {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
        controller.close();
      },
    });
  // A binding that does not know `returnRawResponse` gives the stream itself.
  const { openai } = over(fakeAi(slow));
  const stream = openai.chat.completions.stream({ model, messages });
  expect(await stream.finalContent()).toBe('Grüße 😀 da');
});

test('a stream that is cut off is an error, not a short answer', async () => {
  const { openai } = over(fakeAi(aiStream({ response: 'Hel' })));
  const cause = await failure(openai.chat.completions.stream({ model, messages }).finalContent());
  expect(cause.code).toBe('provider_answer_cut');
});

test('an error within a stream is one of the stream', async () => {
  const { openai } = over(
    fakeAi(aiStream({ response: 'Hel' }, { errors: [{ message: 'GPU lost', code: 1 }] })),
  );
  const cause = await failure(openai.chat.completions.stream({ model, messages }).finalContent());
  expect(cause.message).toContain('GPU lost');
});

const tools = ['weather', 'time'].map((name) => ({
  ...{ type: 'function' as const, function: { name, parameters: { type: 'object' } } },
}));

test('calls of tools have the shape of OpenAI, whole and streamed', async () => {
  const calls = [{ name: 'weather', arguments: { city: 'Oslo' } }];
  const expected = [
    {
      id: expect.stringMatching(/^call_/),
      type: 'function',
      function: { name: 'weather', arguments: '{"city":"Oslo"}' },
    },
  ];
  const whole = over(fakeAi({ response: null, tool_calls: calls, usage }));
  const answer = await whole.openai.chat.completions.create({ model, messages, tools });
  expect(answer.choices[0]).toMatchObject({
    message: { content: null, tool_calls: expected },
    finish_reason: 'tool_calls',
  });
  const streamed = over(
    fakeAi(
      aiStream(
        { response: '', tool_calls: [] },
        {
          tool_calls: [
            { id: 't1', type: 'function', index: 0, function: { name: 'weather', arguments: '' } },
          ],
        },
        { tool_calls: [{ index: 0, function: { arguments: '{"city":' } }] },
        { tool_calls: [{ index: 0, function: { arguments: '"Oslo"}' } }] },
        {
          tool_calls: [{ id: null, type: null, index: 0, function: { name: null, arguments: '' } }],
        },
        { response: '', usage },
        '[DONE]',
      ),
    ),
  );
  const final = await streamed.openai.chat.completions
    .stream({ model, messages, tools })
    .finalChatCompletion();
  expect(final.choices[0]).toMatchObject({
    message: {
      tool_calls: [{ id: 't1', function: { name: 'weather', arguments: '{"city":"Oslo"}' } }],
    },
    finish_reason: 'tool_calls',
  });
});

test('a tool that must be called is the only one, and turns have the content that the binding needs', async () => {
  const ai = fakeAi({ response: 'ok', usage });
  const { openai } = over(ai);
  await openai.chat.completions.create({
    ...{ model, tools, tool_choice: { type: 'function', function: { name: 'time' } } },
    messages: [
      { role: 'developer', content: 'Be short.' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'a' },
          { type: 'text', text: 'b' },
        ],
      },
      {
        role: 'assistant',
        tool_calls: [{ id: 't', type: 'function', function: { name: 'time', arguments: '{}' } }],
      },
      { role: 'tool', tool_call_id: 't', content: '12:00' },
    ],
  });
  expect(ai.asked[0]?.input).toMatchObject({
    tools: [tools[1]],
    tool_choice: 'required',
    messages: [
      { role: 'system', content: 'Be short.' },
      { role: 'user', content: 'a\nb' },
      { role: 'assistant', content: '', tool_calls: [{ id: 't' }] },
      { role: 'tool', tool_call_id: 't', content: '12:00' },
    ],
  });
});

test('JSON mode takes the schema itself, or with its name where a model wants that', async () => {
  const format = zodResponseFormat(z.object({ city: z.string() }), 'place');
  const asked = { model, messages, response_format: format };
  const plain = fakeAi({ response: { city: 'Oslo' }, usage });
  const answer = await over(plain).openai.chat.completions.parse(asked);
  expect(answer.choices[0]?.message.parsed).toEqual({ city: 'Oslo' });
  const { json_schema: named } = format;
  expect(plain.asked[0]?.input.response_format).toEqual({
    type: 'json_schema',
    json_schema: named.schema,
  });
  const newer = fakeAi(
    new Error("5004: Error: required properties at '/response_format/json_schema' are 'name'"),
    {
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: '{"city":"Rome"}' },
          finish_reason: 'stop',
        },
      ],
      usage,
    },
  );
  const { openai } = over(newer);
  await openai.chat.completions.parse(asked);
  await openai.chat.completions.parse(asked);
  expect(newer.asked).toHaveLength(3);
  expect(newer.asked[2]?.input.response_format).toEqual({
    type: 'json_schema',
    json_schema: { ...named },
  });
});

test('embeddings come as numbers and as the packed form that clients ask for', async () => {
  const data = [
    [0.5, -1],
    [0.25, 2],
  ];
  const ai = fakeAi({ shape: [2, 2], data });
  const { openai, ended } = over(ai);
  const bge = 'workers-ai/@cf/baai/bge-m3';
  const packed = await openai.embeddings.create({ model: bge, input: ['a', 'b'] });
  expect(packed.data.map(({ embedding }) => [...embedding])).toEqual(data);
  const plain = await openai.embeddings.create({
    ...{ model: bge, input: ['a', 'b'], encoding_format: 'float' },
  });
  expect(plain.data).toEqual(
    data.map((embedding, index) => ({ object: 'embedding', index, embedding })),
  );
  expect(plain.usage.prompt_tokens).toBeGreaterThan(0);
  expect(reportOf(plain)).toMatchObject({ isCostExact: false });
  expect(ai.asked[0]?.input).toEqual({ text: ['a', 'b'] });
  await ended();
});

test('embeddings that the model counted are exact', async () => {
  const { openai } = over(fakeAi({ data: [[1]], usage: { prompt_tokens: 4, total_tokens: 4 } }));
  const answer = await openai.embeddings.create({
    model: 'workers-ai/@cf/baai/bge-m3',
    input: 'a few words',
  });
  expect(answer.usage).toEqual({ prompt_tokens: 4, total_tokens: 4 });
  expect(reportOf(answer).isCostExact).toBe(true);
});

test('what its models cannot do is refused by the field', async () => {
  const { openai } = over(fakeAi({ response: 'x' }));
  const bge = 'workers-ai/@cf/baai/bge-m3';
  for (const [param, work] of [
    ['n', () => openai.chat.completions.create({ model, messages, n: 2 })],
    ['dimensions', () => openai.embeddings.create({ model: bge, input: 'a', dimensions: 256 })],
    ['input', () => openai.embeddings.create({ model: bge, input: [1, 2] })],
  ] as const) {
    const cause = await failure(work());
    expect(cause).toBeInstanceOf(OpenAI.BadRequestError);
    expect(cause.param).toBe(param);
  }
});

test('responses pass for the models that offer them, and are refused from others', async () => {
  const response = {
    ...{ id: 'resp_1', object: 'response', created_at: 7, status: 'completed', model: 'gpt-oss' },
    output: [
      {
        id: 'm1',
        type: 'message',
        role: 'assistant',
        status: 'completed',
        content: [{ type: 'output_text', text: 'Hi', annotations: [] }],
      },
    ],
    usage: { input_tokens: 4, output_tokens: 1, total_tokens: 5 },
  };
  const ai = fakeAi(Response.json(response));
  const gptOss = 'workers-ai/@cf/openai/gpt-oss-20b';
  const answer = await over(ai).openai.responses.create({ model: gptOss, input: 'Hello' });
  expect(answer.output_text).toBe('Hi');
  expect(ai.asked[0]?.input).toEqual({ input: 'Hello' });
  const completed = { type: 'response.completed', sequence_number: 0, response };
  const streaming = over(fakeAi(aiStream(completed)));
  const events: string[] = [];
  for await (const event of await streaming.openai.responses.create({
    model: gptOss,
    input: 'x',
    stream: true,
  })) {
    events.push(event.type);
  }
  expect(events).toEqual(['response.completed']);
  const older = over(fakeAi({ response: 'Hi', usage }));
  const cause = await failure(older.openai.responses.create({ model, input: 'Hello' }));
  expect(cause.status).toBe(502);
});

const ERRORS = [
  [
    aiError(429, 3040, 'Capacity temporarily exceeded'),
    OpenAI.RateLimitError,
    'rate_limit_exceeded',
  ],
  [
    aiError(429, 3036, 'daily free allocation used up'),
    OpenAI.RateLimitError,
    'insufficient_quota',
  ],
  [aiError(400, 5007, 'No such model'), OpenAI.NotFoundError, 'model_not_found'],
  [aiError(400, 5004, 'Invalid input'), OpenAI.BadRequestError, null],
  [new Error('3040: Capacity temporarily exceeded'), OpenAI.RateLimitError, 'rate_limit_exceeded'],
  [new Error('3042: Invalid model ID'), OpenAI.NotFoundError, 'model_not_found'],
  [new Error('3007: Timeout'), OpenAI.InternalServerError, 'provider_timeout'],
  [new Error('5016: Accept the terms'), OpenAI.InternalServerError, 'provider_rejected'],
  [new Error('Network connection lost.'), OpenAI.InternalServerError, 'provider_unavailable'],
  [new Response('<html>', { status: 502 }), OpenAI.InternalServerError, null],
  [Response.json({ nothing: 'known' }), OpenAI.InternalServerError, 'provider_unavailable'],
  [new Response('rubbish'), OpenAI.InternalServerError, 'provider_unavailable'],
] as const;

for (const [answer, kind, code] of ERRORS) {
  const name = answer instanceof Error ? answer.message : `a response ${answer.status} (${code})`;
  test(`${name} is an error of its class`, async () => {
    const { openai } = over(fakeAi(answer));
    const cause = await failure(openai.chat.completions.create({ model, messages }));
    expect(cause).toBeInstanceOf(kind);
    expect(cause.code ?? null).toBe(code);
  });
}

test('Retry-After of the binding reaches the caller', async () => {
  const busy = Response.json(
    { internalCode: 3040, description: 'Busy' },
    { status: 429, headers: { 'Retry-After': '7' } },
  );
  const { openai } = over(fakeAi(busy));
  const cause = await failure(openai.chat.completions.create({ model, messages }));
  expect(cause.headers?.get('retry-after')).toBe('7');
});

test('a caller who leaves cancels the stream of the binding', async () => {
  const cancelled = Promise.withResolvers<unknown>();
  const endless = () =>
    new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('data: {"response":"Hel"}\n\n'));
      },
      cancel: cancelled.resolve,
    });
  const { openai, ended } = over(fakeAi(endless));
  const stream = await openai.chat.completions.create({ model, messages, stream: true });
  for await (const _ of stream) break;
  await cancelled.promise;
  await ended();
});

test('its models for texts and embeddings are listed', async () => {
  const { openai } = over(fakeAi({}));
  const { data } = await openai.models.list();
  expect(data.map(({ id }) => id)).toEqual([model, 'workers-ai/@cf/baai/bge-m3']);
});
