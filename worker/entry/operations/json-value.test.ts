import { LIMITS } from '@assay/schema/limits.ts';
import { expect, test } from 'vitest';
import { jsonValueOf } from './json-value.ts';

function refusal(value: unknown) {
  try {
    jsonValueOf(value);
  } catch (cause) {
    return cause;
  }
  throw new Error('it was taken');
}

function nested(levels: number): unknown {
  return levels === 0 ? 1 : [nested(levels - 1)];
}

test.each([
  [{ a: [1, 'x', null, true, { b: {} }] }],
  [{ left: undefined, kept: 1 }],
  [[-0, 1.5]],
  ['text'],
])('a value becomes what JSON would make of it: %j', (value) => {
  const copied = jsonValueOf(value);
  expect(copied).toStrictEqual(JSON.parse(JSON.stringify(value)));
});

test.each([
  ['a function', { a: [() => 1] }, '/a/0', 'not function'],
  ['a date', { 'a/b': new Date() }, '/a~1b', 'not a Date'],
  ['bytes', new Uint8Array(2), '', 'not a Uint8Array'],
  ['a map', { m: new Map() }, '/m', 'not a Map'],
  ['infinity', { n: [1, Number.POSITIVE_INFINITY] }, '/n/1', 'finite'],
  ['a big integer', { n: 1n }, '/n', 'not bigint'],
  ['a hole', [1, undefined], '/1', 'not undefined'],
])('%s is refused by its pointer', (_, value, pointer, message) => {
  expect(refusal(value)).toMatchObject({
    code: 'invalid_request',
    errors: [{ pointer, message: expect.stringContaining(message) }],
  });
});

test('the key "__proto__" is refused', () => {
  const value: unknown = JSON.parse('{ "a": { "__proto__": { "x": 1 } } }');
  expect(refusal(value)).toMatchObject({ code: 'invalid_request' });
});

test('values nest as deeply as a body may', () => {
  expect(jsonValueOf(nested(LIMITS.nestingDepth))).toEqual(nested(LIMITS.nestingDepth));
  expect(refusal(nested(LIMITS.nestingDepth + 1))).toMatchObject({ code: 'nesting_too_deep' });
});

test('a value that holds itself is told, not walked for ever', () => {
  const round: Record<string, unknown> = {};
  round.itself = round;
  expect(refusal(round)).toMatchObject({ code: 'nesting_too_deep' });
});

test('texts count by their bytes', () => {
  const half = 'ä'.repeat(LIMITS.requestBytes / 4);
  expect(jsonValueOf([half])).toEqual([half]);
  expect(refusal([half, half])).toMatchObject({ code: 'request_too_large' });
  expect(refusal({ ['k'.repeat(LIMITS.requestBytes)]: 1 })).toMatchObject({
    code: 'request_too_large',
  });
});

test('one part that is referred to many times counts each time', () => {
  let value: unknown = 'x';
  for (let levels = 0; levels < 30; levels += 1) value = [value, value];
  expect(refusal(value)).toMatchObject({ code: 'request_too_large' });
});
