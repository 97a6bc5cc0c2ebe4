import { expect, test } from 'vitest';
import * as z from 'zod';
import { faultsOf } from './faults.ts';
import './fields.ts';
import { Sample } from './sample.ts';
import { ScoreRequest } from './score-request.ts';

const schema = z.strictObject({
  name: z.string(),
  parts: z.array(z.union([z.string(), z.strictObject({ text: z.string() })])),
});

function faults(value: unknown) {
  return faultsOf(schema.safeParse(value).error?.issues ?? [], schema);
}

test('a key that is not known is named itself, each on its own', () => {
  expect(faults({ name: 'a', parts: [], nme: 1, 'x/y': 2 })).toEqual([
    { path: ['nme'], message: 'is not a known field; did you mean `name`?' },
    { path: ['x/y'], message: 'is not a known field' },
  ]);
});

test('of several forms the one that was meant says what is wrong with it', () => {
  expect(faults({ name: 'a', parts: ['b', { txt: 'c' }] })).toEqual([
    { path: ['parts', 1, 'text'], message: 'is required, but missing' },
    { path: ['parts', 1, 'txt'], message: 'is not a known field; did you mean `text`?' },
  ]);
});

test('a value that has the type of no form is told at its own place which there are', () => {
  expect(faults({ name: 'a', parts: [3] })).toEqual([
    { path: ['parts', 0], message: 'must be a string or an object' },
  ]);
});

test('a sound value has none', () => {
  expect(faults({ name: 'a', parts: ['b', { text: 'c' }] })).toEqual([]);
});

test('of several forms alike in type, the one that the value comes nearest to is meant', () => {
  const faults = (sample: unknown) => {
    const parsed = Sample.safeParse(sample);
    return faultsOf(parsed.error?.issues ?? []).map(({ path }) => path.join('/'));
  };
  expect(faults({ messages: [{ role: 'x' }] })).toEqual(['messages/0/role']);
  expect(faults({ messages: [{}] })).toEqual(['messages/0/role']);
  expect(faults({ messages: [{ type: 'function_call' }] })).toEqual(['messages/0/name']);
  expect(faults({ toolCalls: [{ name: '' }] })).toEqual(['toolCalls/0/name']);
  expect(faults({ toolCalls: [{ name: 'x', arguments: 5 }] })).toEqual(['toolCalls/0/arguments']);
  expect(faults({ toolCalls: [{ type: 'tool_use', id: 'a' }] })).toEqual(['toolCalls/0/name']);
  expect(faults({ tools: [{ name: 'a', parameters: 1 }] })).toEqual(['tools/0/parameters']);
});

function messagesOf(schema: z.ZodType, value: unknown): Record<string, string> {
  const faults = faultsOf(schema.safeParse(value).error?.issues ?? [], schema);
  return Object.fromEntries(faults.map(({ path, message }) => [path.join('/'), message]));
}

test('a field that is not known is told which was meant, by letters and by other tools’ names', () => {
  expect(
    messagesOf(Sample, {
      ouput: 'a',
      actual_output: 'a',
      ground_truth: 'b',
      retrieved_contexts: [],
      colour: 1,
      messages: [{ role: 'user', contnt: 'a' }],
    }),
  ).toEqual({
    ouput: 'is not a known field; did you mean `output`?',
    actual_output: 'is not a known field; did you mean `output`?',
    ground_truth: 'is not a known field; did you mean `expected`?',
    retrieved_contexts: 'is not a known field; did you mean `contexts`?',
    colour: 'is not a known field',
    'messages/0/contnt': 'is not a known field; did you mean `content`?',
  });
  expect(messagesOf(ScoreRequest, { sample: {}, metrics: ['length'] })).toMatchObject({
    metrics: 'is not a known field; did you mean `scorers`?',
  });
});

test('a name as long as a text is not compared', () => {
  const key = `output${'t'.repeat(200_000)}`;
  expect(messagesOf(Sample, { [key]: 1 })).toEqual({ [key]: 'is not a known field' });
});

test.each<[what: string, schema: z.ZodType, value: unknown, message: string]>([
  ['a wrong type', z.string(), 1, 'must be a string, not a number'],
  ['a list', z.array(z.string()), 'a', 'must be an array, not a string'],
  ['null', z.number(), null, 'must be a number, not null'],
  ['a fraction', z.int(), 1.5, 'must be a whole number, not a number'],
  ['a number too large', z.number().max(3), 4, 'must be at most 3'],
  ['a number too small', z.number().gt(0), 0, 'must be more than 0'],
  ['a text too long', z.string().max(2), 'abc', 'must have at most 2 characters'],
  ['an empty text', z.string().min(1), '', 'must not be empty'],
  ['a list too long', z.array(z.number()).max(1), [1, 2], 'must have at most 1 items'],
  ['none of the choices', z.enum(['a', 'b']), 'c', 'must be "a" or "b"'],
])('%s is told in plain words', (_, schema, value, message) => {
  expect(messagesOf(z.strictObject({ x: schema }), { x: value })).toEqual({ x: message });
});

test('what is absent is told to be missing, whatever its type', () => {
  for (const type of [z.string(), z.enum(['a']), z.union([z.string(), z.array(z.string())])]) {
    expect(messagesOf(z.strictObject({ x: type }), {})).toEqual({ x: 'is required, but missing' });
  }
});

test('a value that is near to one of those there are is told which', () => {
  const stepped = (...extract: unknown[]) =>
    messagesOf(ScoreRequest, { sample: {}, scorers: [{ scorer: 'exact-match', extract }] });
  expect(stepped('last-lin')).toEqual({
    'scorers/0/extract/0': expect.stringMatching(
      /^must be "trim" or .*; did you mean "last-line"\?$/,
    ),
  });
  expect(stepped({ by: 'regexp', pattern: 'x' })).toEqual({
    'scorers/0/extract/0/by': expect.stringMatching(
      /^must be "regex" or .*; did you mean "regex"\?$/,
    ),
  });
  expect(stepped({ pattern: 'x' })).toEqual({
    'scorers/0/extract/0/by': 'is required, but missing',
  });
  expect(stepped({ by: 'nonsense' })['scorers/0/extract/0/by']).not.toContain('did you mean');
});

test('a value of another type is not told about its size as well', () => {
  const request = { sample: {}, scorers: [{ scorer: 'exact-match', extract: 'last-line' }] };
  expect(faultsOf(ScoreRequest.safeParse(request).error?.issues ?? [], ScoreRequest)).toEqual([
    { path: ['scorers', 0, 'extract'], message: 'must be an array, not a string' },
  ]);
});

test.each([
  { type: 'human', data: { content: 'hi' } },
  { type: 'ai', content: 'hi' },
  {
    lc: 1,
    type: 'constructor',
    id: ['langchain', 'schema', 'messages', 'HumanMessage'],
    kwargs: { content: 'hi' },
  },
])('a message that LangChain dumped is told how to be sent: %j', (message) => {
  const told = messagesOf(Sample, { messages: [message] });
  expect(Object.keys(told)).toEqual(['messages/0/type']);
  expect(told['messages/0/type']).toContain('convert_to_openai_messages');
});
