import type { Sample } from '@assay/schema/types.ts';
import { describe, expect, test } from 'vitest';
import { readSample } from './sample.ts';

describe('input and output', () => {
  const messages: Sample['messages'] = [
    { role: 'user', content: 'first question' },
    { role: 'assistant', content: 'first answer' },
    { role: 'user', content: 'last question' },
    { role: 'assistant', content: 'last answer' },
    { role: 'tool', content: 'a result', tool_call_id: 'c1' },
  ];

  test('the last user and assistant messages stand in for them', () => {
    expect(readSample({ messages })).toMatchObject({
      input: 'last question',
      output: 'last answer',
    });
  });

  test('their own fields go before the messages, even when empty', () => {
    expect(readSample({ input: '', output: '', messages })).toMatchObject({
      input: '',
      output: '',
    });
  });

  test('an output that is an object or a list is its canonical JSON', () => {
    expect(readSample({ output: { b: [1, 'x'], a: null } }).output).toBe('{"a":null,"b":[1,"x"]}');
    expect(readSample({ output: [] }).output).toBe('[]');
  });

  test('without a message of that role they are absent', () => {
    const view = readSample({ messages: [{ role: 'system', content: 'Be brief.' }] });
    expect(view).not.toHaveProperty('input');
    expect(view).not.toHaveProperty('output');
  });

  test('an empty sample has no fields at all', () => {
    expect(readSample({})).toEqual({});
  });
});

describe('messages as OpenAI writes them', () => {
  function contentOf(message: Partial<NonNullable<Sample['messages']>[number]>) {
    return readSample({ messages: [{ role: 'assistant', ...message }] }).messages?.[0]?.content;
  }

  test('content parts are joined, parts without text are empty', () => {
    const content = [
      { type: 'text', text: 'A ' },
      { type: 'image_url', image_url: { url: 'https://example.org/a.png' } },
      { type: 'output_text', text: 'and B' },
    ];
    expect(contentOf({ content })).toBe('A and B');
  });

  test('a refusal is the content, beside null or as a part', () => {
    expect(contentOf({ content: null, refusal: 'I cannot.' })).toBe('I cannot.');
    expect(contentOf({ content: [{ type: 'refusal', refusal: 'I cannot.' }] })).toBe('I cannot.');
  });

  test('content that is null or absent is empty', () => {
    expect(contentOf({ content: null, refusal: null })).toBe('');
    expect(contentOf({})).toBe('');
  });

  test('tool calls and the id of a tool result are read in either spelling', () => {
    const call = { function: { name: 'search', arguments: '{"q":"x"}' } };
    for (const message of [
      { tool_calls: [call], tool_call_id: 'c1' },
      { toolCalls: [call], toolCallId: 'c1' },
    ]) {
      const view = readSample({ messages: [{ role: 'assistant', ...message }] });
      expect(view.messages?.[0]).toMatchObject({
        toolCallId: 'c1',
        toolCalls: [{ name: 'search', arguments: { q: 'x' }, argumentsText: '{"q":"x"}' }],
      });
    }
  });
});

describe('tool calls', () => {
  function callOf(call: NonNullable<Sample['toolCalls']>[number]) {
    return readSample({ toolCalls: [call] }).toolCalls?.[0];
  }

  test('are read as chat completions, responses and plain calls write them', () => {
    const call = { id: 'c1', name: 'search', arguments: { q: 'x' }, argumentsText: '{"q":"x"}' };
    expect(
      callOf({ id: 'c1', type: 'function', function: { name: 'search', arguments: '{"q":"x"}' } }),
    ).toEqual(call);
    expect(
      callOf({
        type: 'function_call',
        id: 'fc1',
        call_id: 'c1',
        name: 'search',
        arguments: '{"q":"x"}',
        status: 'completed',
      }),
    ).toEqual(call);
    expect(callOf({ id: 'c1', name: 'search', arguments: { q: 'x' } })).toEqual(call);
  });

  test('without arguments, or with an empty text of them, have none', () => {
    expect(callOf({ name: 'now' })).toEqual({ name: 'now', arguments: {}, argumentsText: '{}' });
    expect(callOf({ name: 'now', arguments: ' ' })).toMatchObject({ arguments: {} });
  });

  test('with arguments that are no JSON object keep the text only', () => {
    for (const text of ['{', 'null', '[1]', '"a"', '{"a":NaN}']) {
      expect(callOf({ name: 'f', arguments: text }), text).toMatchObject({
        arguments: null,
        argumentsText: text,
      });
    }
  });

  test('with arguments nested more than 32 levels deep keep the text only', () => {
    const nested = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
    expect(callOf({ name: 'f', arguments: nested(32) })?.arguments).not.toBeNull();
    expect(callOf({ name: 'f', arguments: nested(33) })?.arguments).toBeNull();
    expect(callOf({ name: 'f', arguments: nested(40_000) })?.arguments).toBeNull();
  });

  test('of the messages are those of the assistant, in order; their own field goes before', () => {
    const messages: Sample['messages'] = [
      { role: 'user', content: '', toolCalls: [{ name: 'not-made' }] },
      { role: 'assistant', toolCalls: [{ name: 'a' }, { name: 'b' }] },
      { role: 'tool', content: '1' },
      { role: 'assistant', tool_calls: [{ function: { name: 'c' } }] },
    ];
    const names = (sample: Sample) => readSample(sample).toolCalls?.map(({ name }) => name);
    expect(names({ messages })).toEqual(['a', 'b', 'c']);
    expect(names({ messages, toolCalls: [] })).toEqual([]);
    expect(names({ messages: [{ role: 'user', content: 'Hi' }] })).toEqual([]);
    expect(names({ output: 'Hi' })).toBeUndefined();
  });
});

test('tools are read as OpenAI and plainly declared', () => {
  const parameters = { type: 'object' };
  const view = readSample({
    tools: [
      { type: 'function', function: { name: 'a', description: 'A.', parameters, strict: true } },
      { name: 'b' },
    ],
  });
  expect(view.tools).toEqual([{ name: 'a', description: 'A.', parameters }, { name: 'b' }]);
});

describe('expected', () => {
  test('is one or more texts when it is a text, number or boolean, or a list of them', () => {
    expect(readSample({ expected: 'a' }).references).toEqual(['a']);
    expect(readSample({ expected: ['a', 2, true] }).references).toEqual(['a', '2', 'true']);
    expect(readSample({ expected: 0 }).references).toEqual(['0']);
    expect(readSample({ expected: '' }).references).toEqual(['']);
  });

  test('is no text when it is anything else, and stays as it was given', () => {
    for (const expected of [null, [], {}, ['a', null], [['a']]]) {
      const view = readSample({ expected });
      expect(view.references).toBeUndefined();
      expect(view.expected).toEqual(expected);
    }
  });
});

test('contexts are texts, with an id and a score where they have them', () => {
  const contexts = ['a', { id: 'd1', text: 'b', score: 0.5 }];
  expect(readSample({ contexts }).contexts).toEqual([
    { text: 'a' },
    { id: 'd1', text: 'b', score: 0.5 },
  ]);
});

test('a reference context is an id or a text when plain, and its gain is 1 if omitted', () => {
  const referenceContexts = ['a', { id: 'd1' }, { text: 'b', gain: 0 }];
  expect(readSample({ referenceContexts }).referenceContexts).toEqual([
    { id: 'a', text: 'a', gain: 1 },
    { id: 'd1', gain: 1 },
    { text: 'b', gain: 0 },
  ]);
});

test("messages are read as OpenAI's clients write them, nulls and older forms included", () => {
  const { messages, toolCalls, output } = readSample({
    messages: [
      { role: 'user', content: 'Weather?' },
      {
        role: 'assistant',
        content: null,
        function_call: { name: 'weather', arguments: '{"city":"Oslo"}' },
      },
      { role: 'function', name: 'weather', content: '3 °C' },
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'c', type: 'custom', custom: { name: 'note', input: 'cold' } }],
      },
      {
        role: 'assistant',
        content: 'Cold.',
        tool_calls: null,
        function_call: null,
        annotations: null,
        audio: null,
        refusal: null,
      },
    ],
  });
  expect(messages).toHaveLength(5);
  expect(output).toBe('Cold.');
  expect(toolCalls).toEqual([
    { name: 'weather', arguments: { city: 'Oslo' }, argumentsText: '{"city":"Oslo"}' },
    { id: 'c', name: 'note', arguments: { input: 'cold' }, argumentsText: 'cold' },
  ]);
});
