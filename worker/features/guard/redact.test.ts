import type { Message } from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import { redact } from './redact.ts';

const text = 'mail a@b.c now';
const edits = [{ start: 5, end: 10, replacement: '[EMAIL]' }];
const change = { text, edits };
const REDACTED = 'mail [EMAIL] now';

function redactOne(given: Parameters<typeof redact>[0], pointer: string, of = change) {
  return redact(given, new Map([[pointer, of]]));
}

test('what was sent stays as it is', () => {
  const given = { text };
  expect(redactOne(given, '/text').redacted).toEqual({ text: REDACTED });
  expect(given).toEqual({ text });
});

test('contexts are redacted as texts and as objects', () => {
  const contexts = ['none', { id: 'd', text }, text];
  expect(redactOne({ contexts }, '/contexts/1').redacted.contexts?.[1]).toEqual({
    id: 'd',
    text: REDACTED,
  });
  expect(redactOne({ contexts }, '/contexts/2').redacted.contexts?.[2]).toBe(REDACTED);
});

test.each<[string, Message, Message]>([
  ['text', { role: 'user', content: text }, { role: 'user', content: REDACTED }],
  [
    'parts, over which a span runs',
    { role: 'user', content: [{ type: 'text', text: 'mail a@' }, { text: 'b.c now' }] },
    { role: 'user', content: [{ type: 'text', text: 'mail [EMAIL]' }, { text: ' now' }] },
  ],
  [
    'parts of Gemini',
    { role: 'model', parts: [{ inlineData: {} }, { text }] },
    { role: 'model', parts: [{ inlineData: {} }, { text: REDACTED }] },
  ],
  ['a refusal', { role: 'assistant', refusal: text }, { role: 'assistant', refusal: REDACTED }],
])('the content of a message is redacted: %s', (_, message, redacted) => {
  const result = redactOne({ messages: [message] }, '/messages/0/content');
  expect(result).toEqual({ redacted: { messages: [redacted] }, missed: [] });
});

test('the output of a function call in the Responses API is redacted', () => {
  const item = { type: 'function_call_output' as const, call_id: 'c', output: text };
  const { redacted } = redactOne({ messages: [item] }, '/messages/0/content');
  expect(redacted.messages).toEqual([{ ...item, output: REDACTED }]);
});

test.each([
  [
    'plain',
    { name: 'send', arguments: { to: text } },
    { name: 'send', arguments: { to: REDACTED } },
  ],
  [
    'JSON in a text',
    { id: 'c', type: 'function' as const, function: { name: 's', arguments: `{"a":["${text}"]}` } },
    {
      id: 'c',
      type: 'function' as const,
      function: { name: 's', arguments: `{"a":["${REDACTED}"]}` },
    },
  ],
  [
    'a part of Anthropic',
    { type: 'tool_use', id: text, name: text, input: { a: { b: text } } },
    { type: 'tool_use', id: text, name: text, input: { a: { b: REDACTED } } },
  ],
])('arguments of a call are redacted in every dialect: %s', (_, call, redacted) => {
  const result = redactOne({ toolCalls: [call] }, '/toolCalls/0/arguments/a');
  expect(result).toEqual({ redacted: { toolCalls: [redacted] }, missed: [] });
});

test('a number in arguments becomes the text that replaces it', () => {
  const toolCalls = [{ name: 'pay', arguments: { card: 4242424242424242 } }];
  const of = {
    text: '4242424242424242',
    edits: [{ start: 0, end: 16, replacement: '[CARD]' }],
  };
  expect(redactOne({ toolCalls }, '/toolCalls/0/arguments/card', of).redacted.toolCalls).toEqual([
    { name: 'pay', arguments: { card: '[CARD]' } },
  ]);
});

test('what cannot be replaced is reported', () => {
  expect(redactOne({ text }, '/messages/3/content').missed).toEqual(['/messages/3/content']);
  expect(redactOne({ toolCalls: [{ name: 'a' }] }, '/toolCalls/0/arguments/x').missed).toHaveLength(
    1,
  );
  expect(redactOne({ text }, '/constructor').missed).toEqual(['/constructor']);
});

test('equal values inside a call are all replaced, also under keys that name things elsewhere', () => {
  const toolCalls = [
    { name: 'send', arguments: { name: text, to: text, cc: [text], id: text, type: 'mail' } },
  ];
  const changes = new Map(
    ['name', 'to', 'cc/0', 'id'].map((at) => [`/toolCalls/0/arguments/${at}`, change]),
  );
  expect(redact({ toolCalls }, changes)).toEqual({
    redacted: {
      toolCalls: [
        {
          name: 'send',
          arguments: { name: REDACTED, to: REDACTED, cc: [REDACTED], id: REDACTED, type: 'mail' },
        },
      ],
    },
    missed: [],
  });
});

test('arguments that are JSON keep their white space, their digits and their escapes elsewhere', () => {
  const written = (to: string) =>
    `{ "to" : "${to}", "n": 12345678901234567890, "f": 1.0,\n "${text}": "\\u00e9" }`;
  const toolCalls = [{ name: 'send', arguments: written(text) }];
  expect(redactOne({ toolCalls }, '/toolCalls/0/arguments/to').redacted.toolCalls).toEqual([
    { name: 'send', arguments: written(REDACTED) },
  ]);
});

test('what a tool returned is redacted in the parts of every dialect', () => {
  const parts = (of: string) => [
    { type: 'tool_result', tool_use_id: text, content: of },
    { type: 'tool_result', tool_use_id: 't', content: [{ type: 'text', text: of }] },
    { type: 'tool-result', toolCallId: 't', toolName: 'a', output: { type: 'text', value: of } },
    { functionResponse: { name: 'a', response: { name: of } } },
  ];
  const result = redactOne(
    { messages: [{ role: 'user', content: parts(text) }] },
    '/messages/0/toolResults/0',
  );
  expect(result).toEqual({
    redacted: { messages: [{ role: 'user', content: parts(REDACTED) }] },
    missed: [],
  });
});

test('a replacement that would leave arguments no JSON is missed, so that the call is blocked', () => {
  const text = '{"card":4242424242424242,"card":1}';
  const toolCalls = [{ type: 'function' as const, function: { name: 'pay', arguments: text } }];
  const edits = [{ start: 8, end: 24, replacement: '[CREDIT_CARD]' }];
  const pointer = '/toolCalls/0/arguments';
  const result = redact({ toolCalls }, new Map([[pointer, { text, edits }]]));
  expect(result).toEqual({ redacted: { toolCalls }, missed: [pointer] });
});
