import { expect, test } from 'vitest';
import { fakeGuard } from '../testing/fake-guard.ts';
import type { GuardStreamMode } from '../types.ts';
import { dialectOf } from './dialects.ts';
import { createStreamGuard, type StreamCheck } from './stream-guard.ts';

async function guard(chunks: readonly object[], mode: GuardStreamMode = 'window') {
  const asked: StreamCheck[] = [];
  const stream = createStreamGuard({
    ...{ mode, holdBack: 8, stage: 'output', onError: 'block' },
    async check(given) {
      asked.push(given);
      return fakeGuard(given);
    },
  });
  /** How many chunks had gone out after each that came in. */
  const counts: number[] = [];
  const out: unknown[] = [];
  for (const chunk of chunks) {
    out.push(...(await stream.push(chunk)));
    counts.push(out.length);
  }
  out.push(...(await stream.end()));
  return { out, counts, asked, report: stream.report() };
}

function chat(delta: object, finish_reason: string | null = null, index = 0) {
  const choices = [{ index, delta, finish_reason }];
  return { id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices };
}

test('a dialect is told from its chunks', () => {
  expect(dialectOf('text')?.name).toBe('text');
  expect(dialectOf(chat({}))?.name).toBe('openai-chat');
  expect(dialectOf({ type: 'response.created' })?.name).toBe('openai-responses');
  expect(dialectOf({ type: 'message_start' })?.name).toBe('anthropic');
  expect(dialectOf({ type: 'text-start', id: '0' })?.name).toBe('ai-sdk');
  for (const chunk of [null, 7, [], {}, { type: 'ping' }, { type: 'error' }]) {
    expect(dialectOf(chunk)).toBeUndefined();
  }
});

test('chat: text of each choice is redacted, and all else stays', async () => {
  const chunks = [
    chat({ role: 'assistant', content: '' }),
    chat({ content: 'Say <se' }),
    chat({ content: 'One' }, null, 1),
    chat({ content: 'cret> now' }),
    chat({ content: null, refusal: 'No <x>' }, null, 2),
    chat({}, 'stop'),
    chat({}, 'stop', 1),
    { ...chat({}), choices: [], usage: { total_tokens: 9 } },
  ];
  const { out, report } = await guard(chunks);
  expect(out).toEqual([
    chunks[0],
    chat({ content: 'Say [SECRET]' }),
    chunks[2],
    chat({ content: ' now' }),
    chat({ content: null, refusal: 'No [SECRET]' }, null, 2),
    ...chunks.slice(5),
  ]);
  expect(out[0]).toBe(chunks[0]);
  expect(report.parts.map(({ part }) => part)).toEqual([
    'choices/0/content',
    'choices/1/content',
    'choices/2/refusal',
  ]);
  expect(report.status).toBe('checked');
});

const tool = (args: string, more: object = {}) =>
  chat({ tool_calls: [{ index: 0, ...more, function: { arguments: args } }] });

test('chat: a tool call goes out whole, once it was checked', async () => {
  const chunks = [
    chat({
      tool_calls: [{ index: 0, id: 't', type: 'function', function: { name: 'f', arguments: '' } }],
    }),
    tool('{"to":"'),
    tool('abc'),
    tool('"}'),
    chat({}, 'tool_calls'),
  ];
  const { out, counts, asked } = await guard(chunks);
  // The chunk with the name has nothing to look at.
  expect(counts).toEqual([1, 1, 1, 1, 5]);
  expect(out).toEqual(chunks);
  expect(asked).toEqual([
    {
      stage: 'tool-call',
      toolCalls: [{ type: 'function', function: { name: 'f', arguments: '{"to":"abc"}' } }],
    },
  ]);
});

test('chat: redacted arguments stand in the first chunk of the call', async () => {
  const { out } = await guard([tool('{"to":"<a'), tool(' b>"}'), chat({}, 'tool_calls')]);
  expect(out).toEqual([tool('{"to":"[SECRET]"}'), tool(''), chat({}, 'tool_calls')]);
});

test('chat: a call that blocks never goes out', async () => {
  const { out, report } = await guard([tool('{"to":"BO'), tool('MB"}'), chat({}, 'tool_calls')]);
  expect(out).toEqual([]);
  expect(report).toMatchObject({ action: 'block', parts: [{ stage: 'tool-call' }] });
});

test('arguments with nothing in them, or that are not JSON, are checked as a text', async () => {
  for (const args of ['{}', '{"a":true}', '{"to":"ab']) {
    const { asked, report, out } = await guard([tool(args), chat({}, 'tool_calls')]);
    expect(asked).toEqual([{ stage: 'tool-call', text: args }]);
    expect(report.status).toBe('checked');
    expect(out).toHaveLength(2);
  }
});

test('responses: what repeats the text is redacted like the text', async () => {
  const at = { item_id: 'm', output_index: 0, content_index: 0 };
  const delta = (text: string) => ({ type: 'response.output_text.delta', ...at, delta: text });
  const content = (text: string) => ({ type: 'output_text', text, annotations: [] });
  const item = (text: string) => ({ id: 'm', type: 'message', content: [content(text)] });
  const chunksOf = (first: string, second: string, text: string) => [
    { type: 'response.created', response: { id: 'r', output: [] } },
    delta(first),
    delta(second),
    { type: 'response.output_text.done', ...at, text },
    { type: 'response.content_part.done', ...at, part: content(text) },
    { type: 'response.output_item.done', output_index: 0, item: item(text) },
    { type: 'response.completed', response: { id: 'r', output: [item(text)], usage: {} } },
  ];
  for (const mode of ['window', 'buffer'] as const) {
    const { out, report } = await guard(chunksOf('It is <a', ' b>!', 'It is <a b>!'), mode);
    expect(out).toEqual(chunksOf('It is [SECRET]', '!', 'It is [SECRET]!'));
    expect(report.parts).toHaveLength(1);
  }
});

test('responses: a text that only the end has is checked there', async () => {
  const output = [{ type: 'message', content: [{ type: 'output_text', text: 'A <b>.' }] }];
  const { out } = await guard([{ type: 'response.completed', response: { output } }]);
  expect(out).toMatchObject([{ response: { output: [{ content: [{ text: 'A [SECRET].' }] }] } }]);
});

test('responses: a function call goes out whole, also where it is repeated', async () => {
  const chunksOf = (first: string, second: string, args: string) => [
    {
      type: 'response.output_item.added',
      output_index: 1,
      item: { type: 'function_call', name: 'f', arguments: '' },
    },
    { type: 'response.function_call_arguments.delta', output_index: 1, delta: first },
    { type: 'response.function_call_arguments.delta', output_index: 1, delta: second },
    { type: 'response.function_call_arguments.done', output_index: 1, arguments: args },
    {
      type: 'response.output_item.done',
      output_index: 1,
      item: { type: 'function_call', name: 'f', arguments: args },
    },
  ];
  const { out, counts, asked } = await guard(chunksOf('{"a":"<', '>"}', '{"a":"<>"}'));
  expect(counts).toEqual([1, 1, 1, 4, 5]);
  expect(out).toEqual(chunksOf('{"a":"[SECRET]"}', '', '{"a":"[SECRET]"}'));
  expect(asked).toHaveLength(1);
});

test('anthropic: text, thinking and tool input are checked, block by block', async () => {
  const start = (index: number, content_block: object) => ({
    ...{ type: 'content_block_start', index, content_block },
  });
  const delta = (index: number, of: object) => ({ type: 'content_block_delta', index, delta: of });
  const stop = (index: number) => ({ type: 'content_block_stop', index });
  const chunks = [
    { type: 'message_start', message: { id: 'm', content: [] } },
    start(0, { type: 'thinking', thinking: '' }),
    delta(0, { type: 'thinking_delta', thinking: 'Think <a>' }),
    delta(0, { type: 'signature_delta', signature: 's' }),
    stop(0),
    { type: 'ping' },
    start(1, { type: 'text', text: '' }),
    delta(1, { type: 'text_delta', text: 'Hi <b' }),
    delta(1, { type: 'text_delta', text: '>' }),
    stop(1),
    start(2, { type: 'tool_use', id: 't', name: 'f', input: {} }),
    delta(2, { type: 'input_json_delta', partial_json: '{"a":' }),
    delta(2, { type: 'input_json_delta', partial_json: '"b"}' }),
    stop(2),
    { type: 'message_stop' },
  ];
  const { out, counts, asked } = await guard(chunks);
  expect(out).toEqual([
    ...chunks.slice(0, 2),
    delta(0, { type: 'thinking_delta', thinking: 'Think [SECRET]' }),
    ...chunks.slice(3, 7),
    delta(1, { type: 'text_delta', text: 'Hi [SECRET]' }),
    delta(1, { type: 'text_delta', text: '' }),
    ...chunks.slice(9),
  ]);
  // A block that is complete is not held back until the stream ends.
  expect(counts.slice(4, 11)).toEqual([5, 6, 7, 7, 7, 10, 11]);
  expect(asked.at(-1)?.toolCalls).toEqual([
    { type: 'function', function: { name: 'f', arguments: '{"a":"b"}' } },
  ]);
});

test.each([
  ['of a model', 'delta', 'id', '{"to":"<a>"}', '{"to":"[SECRET]"}'],
  ['of fullStream', 'text', 'id', { to: '<a>' }, { to: '[SECRET]' }],
])('ai-sdk: parts %s', async (_, field, id, input, redacted) => {
  const chunks = [
    { type: 'start' },
    { type: 'text-start', id: '0' },
    { type: 'text-delta', id: '0', [field]: 'Hi <b>' },
    { type: 'text-end', id: '0' },
    { type: 'tool-input-start', [id]: 'c', toolName: 'f' },
    { type: 'tool-input-delta', [id]: 'c', delta: '{"to":' },
    { type: 'tool-input-delta', [id]: 'c', delta: '"<a>"}' },
    { type: 'tool-input-end', [id]: 'c' },
    { type: 'tool-call', toolCallId: 'c', toolName: 'f', input },
    { type: 'finish', finishReason: 'stop' },
  ];
  const { out, counts } = await guard(chunks);
  expect(out).toEqual([
    ...chunks.slice(0, 2),
    { type: 'text-delta', id: '0', [field]: 'Hi [SECRET]' },
    ...chunks.slice(3, 5),
    { type: 'tool-input-delta', [id]: 'c', delta: '{"to":"[SECRET]"}' },
    { type: 'tool-input-delta', [id]: 'c', delta: '' },
    chunks[7],
    { type: 'tool-call', toolCallId: 'c', toolName: 'f', input: redacted },
    chunks[9],
  ]);
  expect(counts.slice(3, 8)).toEqual([4, 5, 5, 5, 8]);
});

test('ai-sdk: a UI message stream has its tool calls checked', async () => {
  const chunks = [
    { type: 'tool-input-start', toolCallId: 'c', toolName: 'f' },
    { type: 'tool-input-delta', toolCallId: 'c', inputTextDelta: '{"to":"<a>"}' },
    { type: 'tool-input-available', toolCallId: 'c', toolName: 'f', input: { to: '<a>' } },
  ];
  const { out } = await guard(chunks);
  expect(out).toEqual([
    chunks[0],
    { ...chunks[1], inputTextDelta: '{"to":"[SECRET]"}' },
    { ...chunks[2], input: { to: '[SECRET]' } },
  ]);
});
