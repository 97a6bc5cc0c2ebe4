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
