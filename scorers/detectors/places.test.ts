import type { Message } from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import { readSample } from '../sample.ts';
import { placesIn } from './places.ts';

test('the input and output of a conversation are found where they were sent', () => {
  const sample = readSample({
    messages: [
      { role: 'user', content: 'first' },
      { role: 'assistant', content: 'answer' },
      { role: 'user', content: 'last' },
    ],
  });
  expect(placesIn(sample, ['input', 'output', 'user'])).toEqual([
    { name: 'input', pointer: '/messages/2/content', text: 'last' },
    { name: 'output', pointer: '/messages/1/content', text: 'answer' },
    { name: 'user', pointer: '/messages/0/content', text: 'first' },
  ]);
});

test('fields and contexts are found by their own names', () => {
  const sample = readSample({ input: 'q', output: 'a', contexts: ['c', { text: 'd' }] });
  expect(placesIn(sample, ['output', 'input', 'contexts']).map(({ pointer }) => pointer)).toEqual([
    '/output',
    '/input',
    '/contexts/0',
    '/contexts/1',
  ]);
});

test('the texts and numbers in the arguments of a call are places of their own', () => {
  const call = { name: 'pay', arguments: { card: { number: 4111 }, 'a/b': ['x'] } };
  const sample = readSample({ messages: [{ role: 'assistant', content: '', toolCalls: [call] }] });
  expect(placesIn(sample, ['tool-calls'])).toEqual([
    {
      name: 'tool-calls',
      pointer: '/messages/0/toolCalls/0/arguments/card/number',
      text: '4111',
    },
    { name: 'tool-calls', pointer: '/messages/0/toolCalls/0/arguments/a~1b/0', text: 'x' },
  ]);
});

test('arguments that are no JSON are one text', () => {
  const sample = readSample({ toolCalls: [{ name: 'run', arguments: '{"a": ' }] });
  expect(placesIn(sample, ['tool-calls'])).toEqual([
    { name: 'tool-calls', pointer: '/toolCalls/0/arguments', text: '{"a": ' },
  ]);
});

test('what a tool gave back is found by its role', () => {
  const sample = readSample({ messages: [{ role: 'tool', content: 'page', toolCallId: '1' }] });
  expect(placesIn(sample, ['tool-results'])).toMatchObject([{ pointer: '/messages/0/content' }]);
});

test.each<[string, Message, string[]]>([
  [
    'Anthropic',
    { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't', content: 'page' }] },
    ['page'],
  ],
  [
    'Anthropic, in blocks',
    {
      role: 'user',
      content: [
        { type: 'tool_result', tool_use_id: 't', content: [{ type: 'text', text: 'page' }] },
      ],
    },
    ['text', 'page'],
  ],
  [
    'AI SDK',
    {
      role: 'tool',
      content: [
        {
          type: 'tool-result',
          toolCallId: 't',
          toolName: 's',
          output: { type: 'text', value: 'page' },
        },
      ],
    },
    ['text', 'page'],
  ],
  [
    'AI SDK, in a message of the interface',
    {
      role: 'assistant',
      parts: [{ type: 'tool-search', toolCallId: 't', input: {}, output: 'page' }],
    },
    ['page'],
  ],
  [
    'Gemini',
    { role: 'user', parts: [{ functionResponse: { name: 's', response: { a: ['page', 7] } } }] },
    ['page', '7'],
  ],
  [
    'Bedrock',
    { role: 'user', content: [{ toolResult: { toolUseId: 't', content: [{ text: 'page' }] } }] },
    ['page'],
  ],
  [
    'a form that nobody knows',
    { role: 'tool', content: [{ kind: 'x', body: 'page' }] },
    ['x', 'page'],
  ],
])('what a tool returned is found in its parts: %s', (_, message, texts) => {
  const places = placesIn(readSample({ messages: [message] }), ['tool-results']);
  expect(places.map(({ text }) => text)).toEqual(texts);
  expect(places[0]?.pointer).toMatch(/^\/messages\/0\/toolResults\/0/);
});

test('arguments that say more as JSON than was read are looked at as they were written', () => {
  for (const json of [
    '{"to":"a","to":"b"}',
    '{"a":[{"b":1,"b":2}]}',
    '{"n":12345678901234567890}',
  ]) {
    const places = placesIn(readSample({ toolCalls: [{ name: 'run', arguments: json }] }), [
      'tool-calls',
    ]);
    expect(places).toMatchObject([{ pointer: '/toolCalls/0/arguments', text: json }]);
  }
  const once = '{"a":"b\\": c","d":{"a":1}}';
  const places = placesIn(readSample({ toolCalls: [{ name: 'run', arguments: once }] }), [
    'tool-calls',
  ]);
  expect(places.map(({ text }) => text)).toEqual(['b": c', '1']);
});

test('a call without texts was looked at', () => {
  const sample = readSample({ toolCalls: [{ name: 'now', arguments: {} }] });
  expect(placesIn(sample, ['tool-calls'])).toEqual([
    { name: 'tool-calls', pointer: '/toolCalls/0/arguments', text: '' },
  ]);
});
