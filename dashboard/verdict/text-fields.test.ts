import { expect, test } from 'vitest';
import { textFieldsOf } from './text-fields.ts';

test('the texts of a sample come in reading order, each with its pointer', () => {
  const sample = {
    output: 'It is Paris.',
    expected: 'Paris',
    id: 'q1',
    messages: [{ role: 'user' as const, content: 'Capital?' }],
    contexts: ['Paris is the capital.', { text: 'France.', id: 'b' }],
    metadata: { 'a/b': 3 },
  };
  expect(textFieldsOf(sample).map(({ pointer, label, text }) => [pointer, label, text])).toEqual([
    ['/messages/0/role', 'messages › 1 › role', 'user'],
    ['/messages/0/content', 'messages › 1 › content', 'Capital?'],
    ['/contexts/0', 'contexts › 1', 'Paris is the capital.'],
    ['/contexts/1/text', 'contexts › 2 › text', 'France.'],
    ['/contexts/1/id', 'contexts › 2 › id', 'b'],
    ['/output', 'output', 'It is Paris.'],
    ['/expected', 'expected', 'Paris'],
    ['/metadata/a~1b', 'metadata › a/b', '3'],
  ]);
});

test('a structured output is shown value by value', () => {
  expect(textFieldsOf({ output: { city: 'Paris', sure: true } })).toEqual([
    { pointer: '/output/city', label: 'output › city', text: 'Paris' },
    { pointer: '/output/sure', label: 'output › sure', text: 'true' },
  ]);
});
