import { expect, test } from 'vitest';
import { InvalidScorers } from '../resolve.ts';
import { score, scoreValue } from '../testing/score.ts';
import { regex } from './regex.ts';

test('matches anywhere, or the whole output', async () => {
  const sample = { output: 'order 2041 shipped' };
  expect(await scoreValue(regex, sample, { pattern: '\\d+' })).toBe(1);
  expect(await scoreValue(regex, sample, { pattern: '\\d+', mode: 'full' })).toBe(0);
  expect(await scoreValue(regex, { output: '2041' }, { pattern: '\\d+', mode: 'full' })).toBe(1);
});

test('takes flags', async () => {
  const sample = { output: 'one\nTWO' };
  expect(await scoreValue(regex, sample, { pattern: 'two' })).toBe(0);
  expect(await scoreValue(regex, sample, { pattern: 'two', caseSensitive: false })).toBe(1);
  expect(await scoreValue(regex, sample, { pattern: '^TWO' })).toBe(0);
  expect(await scoreValue(regex, sample, { pattern: '^TWO', multiline: true })).toBe(1);
  expect(await scoreValue(regex, sample, { pattern: 'one.TWO' })).toBe(0);
  expect(await scoreValue(regex, sample, { pattern: 'one.TWO', dotAll: true })).toBe(1);
});

test('counts matches between bounds, and shows where they are', async () => {
  const sample = { output: 'a1 b22 c333' };
  const result = await score(regex, sample, { pattern: '\\d+', minMatches: 3 });
  expect(result).toMatchObject({ value: 1, raw: 3 });
  expect(result.evidence[2]).toEqual({ pointer: '/output', start: 8, end: 11, text: '333' });
  expect(await scoreValue(regex, sample, { pattern: '\\d+', minMatches: 4 })).toBe(0);
  expect(await scoreValue(regex, sample, { pattern: '\\d+', maxMatches: 2 })).toBe(0);
});

test('knows Unicode classes', async () => {
  expect(
    await scoreValue(regex, { output: '退款' }, { pattern: '\\p{Han}{2}', mode: 'full' }),
  ).toBe(1);
});

test('names the construct that it does not support', async () => {
  const cases: [string, string][] = [
    ['foo(?=bar)', 'look-ahead'],
    ['(?<!a)b', 'look-behind'],
    ['(a)\\1', 'back-reference'],
    ['(?>a+)b', 'atomic'],
    ['a*+b', 'possessive'],
    ['(unclosed', 'missing closing )'],
  ];
  for (const [pattern, named] of cases) {
    const refusal = await score(regex, { output: '' }, { pattern }).catch(
      (cause: unknown) => cause,
    );
    expect(refusal).toBeInstanceOf(InvalidScorers);
    expect(refusal).toMatchObject({
      errors: [{ pointer: '/scorers/0/params/pattern', message: expect.stringContaining(named) }],
    });
  }
});

test('patterns that explode elsewhere are harmless', async () => {
  const output = 'a'.repeat(200_000);
  for (const pattern of ['(a+)+$b', '(a|aa)+c', '(.*)*x', 'a.*z|a']) {
    expect(await score(regex, { output }, { pattern })).toMatchObject({ status: 'scored' });
  }
});

test('counting far into a long text is refused, not begun', async () => {
  const sample = { output: 'a'.repeat(200_000) };
  expect(await score(regex, sample, { pattern: 'a.*z|a', minMatches: 51 })).toMatchObject({
    status: 'error',
    error: { code: 'sample_too_large' },
  });
});
