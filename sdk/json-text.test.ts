import { expect, test } from 'vitest';
import { AssayError } from './index.ts';
import { jsonText } from './json-text.ts';

test('a value is written as JSON.stringify writes it', () => {
  const value = { a: [1, 'x', null, { b: undefined }], at: new Date(0), '\ud800': '\udfff' };
  expect(jsonText(value)).toBe(JSON.stringify(value));
});

test.each([
  ['Infinity', { sample: { expected: Number.POSITIVE_INFINITY } }, '`expected` is Infinity'],
  ['what 1e999 was read as', JSON.parse('{"scores":[1,-1e999]}'), '`1` is -Infinity'],
  ['NaN', { latencyMs: Number.NaN }, '`latencyMs` is NaN'],
])('%s is refused, not sent as null', (_, value, message) => {
  expect(() => jsonText(value)).toThrow(AssayError);
  expect(() => jsonText(value)).toThrow(message);
});

test('what refers to itself is refused', () => {
  const round: { self?: unknown } = {};
  round.self = round;
  expect(() => jsonText(round)).toThrow('cannot be written as JSON');
});
