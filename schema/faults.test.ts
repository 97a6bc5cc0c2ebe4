import { expect, test } from 'vitest';
import { z } from 'zod';
import { faultsOf } from './faults.ts';
import { Sample } from './sample.ts';

const schema = z.strictObject({
  name: z.string(),
  parts: z.array(z.union([z.string(), z.strictObject({ text: z.string() })])),
});

function faults(value: unknown) {
  return faultsOf(schema.safeParse(value).error?.issues ?? []);
}

test('a key that is not known is named itself, each on its own', () => {
  expect(faults({ name: 'a', parts: [], nme: 1, 'x/y': 2 })).toEqual([
    { path: ['nme'], message: 'is not a known field' },
    { path: ['x/y'], message: 'is not a known field' },
  ]);
});

test('of several forms the one that was meant says what is wrong with it', () => {
  expect(faults({ name: 'a', parts: ['b', { txt: 'c' }] })).toEqual([
    { path: ['parts', 1, 'text'], message: expect.stringContaining('expected string') },
    { path: ['parts', 1, 'txt'], message: 'is not a known field' },
  ]);
});

test('a value that has the type of no form is told at its own place which there are', () => {
  expect(faults({ name: 'a', parts: [3] })).toEqual([
    { path: ['parts', 0], message: 'Invalid input: expected string or object' },
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
