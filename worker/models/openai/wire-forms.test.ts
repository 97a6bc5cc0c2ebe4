import { expect, test } from 'vitest';
import { readEventStream } from './event-stream.ts';
import { toTurns } from './turns.ts';
import { ChatCompletion, readChoice } from './wire.ts';

test('a stream adds up to the answer that would have come in one piece', () => {
  const chunk = (delta: object, more: object = {}) =>
    `data: ${JSON.stringify({ model: 'm', choices: [{ index: 0, delta, finish_reason: null, ...more }] })}\n\n`;
  const token = (text: string) => ({ token: text, logprob: -0.1, top_logprobs: [] });
  const stream = [
    ': OPENROUTER PROCESSING\n\n',
    chunk({ role: 'assistant', content: '' }),
    chunk({ reasoning_content: 'Hm.' }),
    chunk({ content: '{"a":' }, { logprobs: { content: [token('{"a":')] } }),
    chunk({ content: '1}' }, { logprobs: { content: [token('1}')] }, finish_reason: 'stop' }),
    'data: {"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":2}}\r\n\r\n',
    'data: [DONE]\n\n',
  ].join('');
  const read = ChatCompletion.parse(readEventStream(stream));
  expect(read).toMatchObject({ model: 'm', usage: { prompt_tokens: 9, completion_tokens: 2 } });
  expect(readChoice(read)).toMatchObject({
    text: '{"a":1}',
    reasoningText: 'Hm.',
    finish: 'stop',
    logprobs: [{ token: '{"a":' }, { token: '1}' }],
  });
});

test('an error in a stream is an error', () => {
  const stream =
    'data: {"choices":[{"delta":{"content":"{"}}]}\n\ndata: {"error":{"message":"Overloaded"}}\n\n';
  expect(readEventStream(stream)).toEqual({ error: { message: 'Overloaded' } });
});

test('a stream without chunks is nothing', () => {
  expect(readEventStream('data: [DONE]\n\n')).toBeUndefined();
});

test('thinking in a part of its own is no part of the text', () => {
  const content = [
    { type: 'thinking', thinking: [{ type: 'text', text: 'Hm.' }] },
    { type: 'text', text: '{}' },
  ];
  const read = ChatCompletion.parse({
    choices: [{ finish_reason: 'MAX_TOKENS', message: { content } }],
  });
  expect(readChoice(read)).toMatchObject({ text: '{}', reasoningText: 'Hm.', finish: 'length' });
});

test('turns are never blank, and never two of one role in a row', () => {
  const turns = toTurns(
    [
      { role: 'system', content: 'Rules.' },
      { role: 'user', content: 'Data.' },
      { role: 'assistant', content: ' \n' },
      { role: 'user', content: 'Again.' },
    ],
    true,
  );
  expect(turns).toEqual([
    { role: 'system', content: 'Rules.' },
    { role: 'user', content: 'Data.\n\nAgain.' },
  ]);
});
