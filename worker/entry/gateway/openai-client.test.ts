import OpenAI from 'openai';
import { zodResponseFormat } from 'openai/helpers/zod';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { callJson as callBound } from '../../testing/bound-client.ts';
import {
  chunkOf,
  failure,
  gatewayOver,
  gatewayTo,
  reportOf,
  streamStep,
  USED,
} from '../../testing/gateway-world.ts';
import { giveKey } from '../../testing/keys.ts';

const messages = [{ role: 'user' as const, content: 'Say hello.' }];
const asked = { model: 'local/m', messages };

test('a chat completion is what the provider answered, with how it came about', async () => {
  const { openai, provider, ended } = await gatewayOver([{ content: 'Hello!' }]);
  const { data, response } = await openai.chat.completions.create(asked).withResponse();
  expect(data.choices[0]?.message.content).toBe('Hello!');
  expect(data.usage).toEqual({ prompt_tokens: 120, completion_tokens: 30 });
  expect(reportOf(data)).toMatchObject({
    requestId: response.headers.get('x-request-id'),
    pipeline: null,
    model: 'local/m',
    fallbackRank: 0,
    attempts: [{ model: 'local/m', status: 200, code: null }],
    usage: { inputTokens: 120, outputTokens: 30 },
    costUsd: 0,
    isCostExact: true,
    guard: 'not_run',
  });
  const header = (name: string) => response.headers.get(name);
  expect(header('x-assay-model')).toBe('local/m');
  expect(header('x-assay-attempts')).toBe('1');
  expect(header('x-assay-fallback-rank')).toBe('0');
  expect(header('x-assay-cost-usd')).toBe('0');
  expect(header('x-assay-cost-exact')).toBe('true');
  expect(header('x-assay-guard')).toBe('not_run');
  expect(header('server-timing')).toMatch(/auth;dur=\d+.*model;dur=\d+/);
  const [heard] = await provider.heard();
  expect(heard).toMatchObject({ path: '/v1/chat/completions', body: { model: 'm', messages } });
  await ended();
});

test('the provider gets its own key and none of the headers of the caller', async () => {
  const headers = { 'X-Secret': 'mine', Cookie: 'a=b', 'OpenAI-Organization': 'org' };
  const { openai, provider } = await gatewayOver([{ content: 'Hello!' }], { headers });
  await openai.chat.completions.create(asked);
  const [heard] = await provider.heard();
  expect(heard?.authorization).toBe('Bearer sk-of-the-provider');
  expect(Object.keys(heard?.headers ?? {})).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/secret|cookie|organization|stainless|assay/)]),
  );
});

test('fields that are not known pass in both directions, byte for byte in the answer', async () => {
  const body = '{"id":"x","choices":[],"x_new":{"big":12345678901234567890,"f":1.50}}';
  const { openai, provider } = await gatewayOver([{ body }]);
  const request = { ...asked, x_unknown: { deep: [1, null] }, assay: { metadata: { a: 'b' } } };
  const response = await openai.chat.completions.create(request).asResponse();
  expect(await response.text()).toMatch(
    /^\{"id":"x","choices":\[\],"x_new":\{"big":12345678901234567890,"f":1\.50\},"assay":\{/,
  );
  const [heard] = await provider.heard();
  expect(heard?.body).toEqual({ model: 'm', messages, x_unknown: { deep: [1, null] } });
});

test('without its metadata the answer is that of the provider', async () => {
  const body = '{ "id": "x",  "choices": [] }\n';
  const { openai } = await gatewayOver([{ body }], { headers: { 'X-Assay-Metadata': 'off' } });
  const response = await openai.chat.completions.create(asked).asResponse();
  expect(await response.text()).toBe(body);
});

test('a stream passes as it is, with the report in a chunk before its end', async () => {
  const chunks = [
    chunkOf({ role: 'assistant', content: 'Hel' }),
    chunkOf({ content: 'lo!' }),
    chunkOf({}, 'stop'),
  ];
  const step = streamStep([...chunks, USED, '[DONE]']);
  const { openai, provider } = await gatewayOver([step]);
  const stream = await openai.chat.completions.create({ ...asked, stream: true });
  const seen: OpenAI.ChatCompletionChunk[] = [];
  for await (const chunk of stream) seen.push(chunk);
  expect(seen.slice(0, 3)).toEqual(chunks);
  expect(seen).toHaveLength(4);
  const report = reportOf(seen[3] ?? {});
  expect(seen[3]).toMatchObject({ id: 'c-1', choices: [] });
  expect(report).toMatchObject({
    model: 'local/m',
    usage: { inputTokens: 11, outputTokens: 5 },
    isCostExact: true,
  });
  // The gateway asked for the count, and the caller did not.
  const [heard] = await provider.heard();
  expect(heard?.body.stream_options).toEqual({ include_usage: true });
});

test('a caller who asks for the count of tokens of a stream gets it', async () => {
  const { openai } = await gatewayOver([
    streamStep([chunkOf({ role: 'assistant', content: 'Hi' }, 'stop'), USED, '[DONE]']),
  ]);
  const stream = openai.chat.completions.stream({
    ...asked,
    stream_options: { include_usage: true },
  });
  const final = await stream.finalChatCompletion();
  expect(final.usage).toEqual(USED.usage);
  expect(final.choices[0]?.message.content).toBe('Hi');
  expect(reportOf(final).model).toBe('local/m');
});

test('tool calls of a stream stay whole', async () => {
  const call = (more: object) =>
    chunkOf({ role: 'assistant', tool_calls: [{ index: 0, ...more }] });
  const { openai } = await gatewayOver([
    streamStep([
      call({ id: 't1', type: 'function', function: { name: 'weather', arguments: '' } }),
      call({ function: { arguments: '{"city":' } }),
      call({ function: { arguments: '"Oslo"}' } }),
      chunkOf({}, 'tool_calls'),
      '[DONE]',
    ]),
  ]);
  const tools = [
    { type: 'function' as const, function: { name: 'weather', parameters: { type: 'object' } } },
  ];
  const final = await openai.chat.completions.stream({ ...asked, tools }).finalChatCompletion();
  expect(final.choices[0]?.message.tool_calls).toMatchObject([
    { id: 't1', function: { name: 'weather', arguments: '{"city":"Oslo"}' } },
  ]);
  expect(final.choices[0]?.finish_reason).toBe('tool_calls');
});

test('structured output is parsed by the client', async () => {
  const { openai, provider } = await gatewayOver([{ content: '{"city":"Oslo"}' }]);
  const response_format = zodResponseFormat(z.object({ city: z.string() }), 'place');
  const answer = await openai.chat.completions.parse({ ...asked, response_format });
  expect(answer.choices[0]?.message.parsed).toEqual({ city: 'Oslo' });
  const [heard] = await provider.heard();
  expect(heard?.body.response_format.json_schema.name).toBe('place');
});

const response = {
  ...{ id: 'resp_1', object: 'response', created_at: 7, status: 'completed', model: 'm-2026' },
  output: [
    {
      ...{ id: 'msg_1', type: 'message', role: 'assistant', status: 'completed' },
      content: [{ type: 'output_text', text: 'Hello!', annotations: [] }],
    },
  ],
  usage: { input_tokens: 9, output_tokens: 3, total_tokens: 12 },
};

test('responses answer with their text and their usage', async () => {
  const { openai, provider } = await gatewayOver([{ body: response }]);
  const answer = await openai.responses.create({ model: 'local/m', input: 'Say hello.' });
  expect(answer.output_text).toBe('Hello!');
  expect(reportOf(answer).usage).toEqual({ inputTokens: 9, outputTokens: 3 });
  const [heard] = await provider.heard();
  expect(heard?.path).toBe('/v1/responses');
});

test('responses stream, with the report in the response of the last event', async () => {
  const [message] = response.output;
  const place = { item_id: 'msg_1', output_index: 0, content_index: 0 };
  const opened = { ...message, content: [], status: 'in_progress' };
  const part = { type: 'output_text', text: '', annotations: [] };
  const begun = { ...response, status: 'in_progress', output: [] };
  const events = [
    { type: 'response.created', response: begun },
    { type: 'response.output_item.added', output_index: 0, item: opened },
    { type: 'response.content_part.added', ...place, part },
    { type: 'response.output_text.delta', ...place, delta: 'Hello!' },
    { type: 'response.output_text.done', ...place, text: 'Hello!' },
    { type: 'response.output_item.done', output_index: 0, item: message },
    { type: 'response.completed', response },
  ].map((event, sequence_number) => ({ ...event, sequence_number }));
  const { openai } = await gatewayOver([streamStep(events)]);
  const final = await openai.responses
    .stream({ model: 'local/m', input: 'Say hello.' })
    .finalResponse();
  expect(final.output_text).toBe('Hello!');
  expect(reportOf(final)).toMatchObject({
    model: 'local/m',
    usage: { inputTokens: 9, outputTokens: 3 },
  });
});

test('events of a stream that are not known pass', async () => {
  const events = [
    { type: 'response.created', response },
    { type: 'response.x_unknown', anything: [true] },
    { type: 'response.completed', response },
  ];
  const { openai } = await gatewayOver([streamStep(events)]);
  const seen = [];
  const stream = await openai.responses.create({ model: 'local/m', input: 'Hi', stream: true });
  for await (const event of stream) seen.push(event);
  expect(seen.slice(0, 2)).toEqual(events.slice(0, 2));
});

test('embeddings answer', async () => {
  const body = {
    object: 'list',
    model: 'm',
    data: [{ object: 'embedding', index: 0, embedding: [1, 2] }],
    usage: { prompt_tokens: 4, total_tokens: 4 },
  };
  const { openai } = await gatewayOver([{ body }]);
  const answer = await openai.embeddings.create({
    model: 'local/e',
    input: 'a',
    encoding_format: 'float',
  });
  expect(answer.data[0]?.embedding).toEqual([1, 2]);
  expect(reportOf(answer).usage).toEqual({ inputTokens: 4, outputTokens: 0 });
});

test('pipelines are listed where no provider is configured, and the lack of both is an error', async () => {
  const { key } = await giveKey();
  const { openai } = gatewayTo(undefined, { key });
  expect((await failure(openai.models.list())).code).toBe('models_unconfigured');
  const targets = [{ name: 'small', model: 'binding/SMALL' }];
  await callBound('/v1/pipelines', { key, body: { name: 'support', targets } });
  expect((await openai.models.list()).data.map(({ id }) => id)).toEqual(['support']);
});

test('models are those that the providers list and the project allows', async () => {
  const { key } = await giveKey();
  const list = { object: 'list', data: [{ id: 'a' }, { id: 'b/c' }] };
  const { openai, app } = await gatewayOver([{ body: list }], { key });
  const ids = async () => (await openai.models.list()).data.map(({ id }) => id);
  expect(await ids()).toEqual(['local/a', 'local/b/c']);
  expect(await openai.models.retrieve('local/b/c')).toMatchObject({
    id: 'local/b/c',
    owned_by: 'local',
  });
  const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
  const pipeline = { name: 'support', targets: [{ name: 'a', model: 'local/a' }] };
  await app.fetch('http://localhost/v1/pipelines', {
    method: 'POST',
    headers,
    body: JSON.stringify(pipeline),
  });
  expect(await ids()).toEqual(['support', 'local/a', 'local/b/c']);
  expect(await openai.models.retrieve('support')).toMatchObject({ owned_by: 'assay' });
  await app.fetch('http://localhost/v1/project/settings', {
    method: 'PUT',
    headers,
    body: JSON.stringify({ allowedModels: ['local/a'], selfEvaluation: 'warn', dailyCapUsd: null }),
  });
  expect(await ids()).toEqual(['support', 'local/a']);
  const refused = await failure(openai.chat.completions.create({ ...asked, model: 'local/z' }));
  expect(refused).toBeInstanceOf(OpenAI.PermissionDeniedError);
  expect(refused.code).toBe('model_not_allowed');
});

test('faults of the caller are errors of the client’s own classes', async () => {
  const { openai } = await gatewayOver([{ content: 'Hello!' }]);
  const chat = openai.chat.completions;
  const unknown = await failure(chat.create({ ...asked, model: 'nowhere/m' }));
  expect(unknown).toBeInstanceOf(OpenAI.NotFoundError);
  expect(unknown).toMatchObject({ code: 'model_not_found', type: 'not_found_error' });
  expect(unknown.requestID).toMatch(/^req_/);
  const bare = await failure(chat.create({ ...asked, model: 'gpt-9' }));
  expect(bare).toMatchObject({ status: 404, code: 'model_not_found' });
  // @ts-expect-error it is a string
  const invalid = await failure(chat.create({ ...asked, model: 7 }));
  expect(invalid).toBeInstanceOf(OpenAI.BadRequestError);
  expect(invalid).toMatchObject({
    code: 'invalid_request',
    param: 'model',
    type: 'invalid_request_error',
  });
  const options = { ...asked, assay: { context: [] } };
  expect(await failure(chat.create(options))).toMatchObject({
    status: 400,
    code: 'invalid_request',
  });
  expect(await failure(openai.post('/chat/completions', { body: [] }))).toMatchObject({
    error: { message: 'The body must be an object, not an array.', param: null },
  });
  expect(await failure(openai.get('/nothing'))).toMatchObject({ status: 404, code: 'not_found' });
});

test('a wrong key is an authentication error, and nothing is asked', async () => {
  const { openai, provider } = await gatewayOver([{ content: 'Hello!' }], { key: 'sk-wrong' });
  const error = await failure(openai.chat.completions.create(asked));
  expect(error).toBeInstanceOf(OpenAI.AuthenticationError);
  expect(error.type).toBe('authentication_error');
  expect(await provider.heard()).toEqual([]);
});

const fault = (message: string, more: object = {}) => ({
  error: { message, type: 't', param: 'p', code: 'c', ...more },
});

test.each([
  [400, OpenAI.BadRequestError],
  [404, OpenAI.NotFoundError],
  [409, OpenAI.ConflictError],
  [422, OpenAI.UnprocessableEntityError],
  [429, OpenAI.RateLimitError],
  [500, OpenAI.InternalServerError],
])('an error %i of the provider reaches the client as it is', async (status, kind) => {
  const headers = { 'Retry-After': '7' };
  const { openai } = await gatewayOver([{ status, headers, body: fault('No.') }]);
  const error = await failure(openai.chat.completions.create(asked));
  expect(error).toBeInstanceOf(kind);
  expect(error).toMatchObject({ status, code: 'c', type: 't', param: 'p' });
  expect(error.message).toContain('No.');
  expect(error.headers?.get('retry-after')).toBe('7');
});

test('a provider that rejects its own key is no authentication error, and its key is not shown', async () => {
  const body = fault('Incorrect API key provided: sk-of-the-provider.');
  const { openai } = await gatewayOver([{ status: 401, body }]);
  const error = await failure(openai.chat.completions.create(asked));
  expect(error).toMatchObject({ status: 502, code: 'provider_rejected' });
  expect(error.message).not.toContain('sk-of');
});

test('answers that are none are errors', async () => {
  const reply = async (step: object) => {
    const { openai } = await gatewayOver([step]);
    return failure(openai.chat.completions.create(asked));
  };
  expect(await reply({ body: '<html>' })).toMatchObject({
    status: 502,
    code: 'provider_answer_invalid',
  });
  expect(await reply({ content: 'Hello!', isCut: true })).toMatchObject({
    status: 502,
    code: 'provider_answer_cut',
  });
  expect(await reply({ status: 302, headers: { Location: 'http://127.0.0.1:1/' } })).toMatchObject({
    status: 502,
    code: 'provider_rejected',
  });
});

async function readTo(stream: AsyncIterable<OpenAI.ChatCompletionChunk>) {
  let text = '';
  let error: unknown;
  try {
    for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? '';
  } catch (cause) {
    error = cause;
  }
  return { text, error };
}

test.each([
  [
    'is cut',
    [
      chunkOf({ content: 'Hel' }),
      chunkOf({ content: 'lo, world, and many more words.' }),
      chunkOf({}, 'stop'),
      '[DONE]',
    ],
    { isCut: true },
    'provider_answer_cut',
  ],
  ['ends without an end', [chunkOf({ content: 'Hel' })], {}, 'provider_answer_cut'],
  ['turns to rubbish', [chunkOf({ content: 'Hel' }), 'what?'], {}, 'provider_answer_invalid'],
  [
    'reports an error',
    [chunkOf({ content: 'Hel' }), { error: { message: 'Overloaded.', code: 'overloaded' } }],
    {},
    'overloaded',
  ],
])('a stream that %s ends with an error', async (_, events, more, code) => {
  const { openai } = await gatewayOver([streamStep(events, more)]);
  const { text, error } = await readTo(
    await openai.chat.completions.create({ ...asked, stream: true }),
  );
  expect(text).toBe('Hel');
  expect(error).toBeInstanceOf(OpenAI.APIError);
  expect(error).toMatchObject({ code });
});

test('a model that refuses to count the tokens of streams is asked without, and Assay counts', async () => {
  const steps = [
    { status: 400, body: fault('Unknown field stream_options.') },
    streamStep([chunkOf({ content: 'Hello there' }, 'stop'), '[DONE]']),
  ];
  const { openai, provider } = await gatewayOver(steps);
  const stream = await openai.chat.completions.create({ ...asked, stream: true });
  const seen = [];
  for await (const chunk of stream) seen.push(chunk);
  expect(reportOf(seen.at(-1) ?? {})).toMatchObject({
    isCostExact: false,
    usage: { outputTokens: 2 },
  });
  await readTo(await openai.chat.completions.create({ ...asked, stream: true }));
  const options = (await provider.heard()).map(({ body }) => body.stream_options);
  expect(options).toEqual([{ include_usage: true }, undefined, undefined]);
});

test('an answer that is no stream is sent as one where one was asked for', async () => {
  const { openai } = await gatewayOver([{ content: 'Hello!' }]);
  const final = await openai.chat.completions.stream(asked).finalChatCompletion();
  expect(final.choices[0]?.message.content).toBe('Hello!');
});
