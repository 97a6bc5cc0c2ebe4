import { expect, test } from 'vitest';
import { InvalidScorers, resolveScorers } from '../resolve.ts';
import { score, scoreValue } from '../testing/score.ts';
import { letters } from '../testing/worst-samples.ts';
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

test('counting far into a long text meets the limit of work', async () => {
  const sample = { output: 'a'.repeat(262_144) };
  for (const params of [
    { pattern: 'a.*z|a', minMatches: 51 },
    { pattern: `(?:a(?:${'a?'.repeat(25)})*[^z]*z|a)`, minMatches: 38 },
  ]) {
    expect(await score(regex, sample, params)).toMatchObject({
      status: 'error',
      value: null,
      error: { code: 'work_limit_exceeded' },
      reason: expect.stringContaining('matching `pattern` on `output`'),
    });
  }
});

test('many matches in a long text of lines are counted', async () => {
  const output = 'Order AB-2041 is on its way.\n'.repeat(9_000);
  const params = { pattern: '[A-Z]{2}-\\d{4}', minMatches: 1_000 };
  expect(await score(regex, { output }, params)).toMatchObject({ value: 1, raw: 1_000 });
});

test('what many scorers compile is bounded, and refused before anything is scored', () => {
  const scorers = (pattern: string) =>
    Array.from({ length: 60 }, (_, i) => ({
      scorer: 'regex',
      as: `r${i}`,
      params: { pattern: pattern + i },
    }));
  expect(resolveScorers(scorers('[A-Z]{2}-\\d{4}'))).toHaveLength(60);
  expect(() => resolveScorers(scorers('(?:a{999}b{999}){1}'))).toThrow(
    /\/params: The limit of 100,000,000 steps of work was reached while compiling `pattern`/,
  );
});

test('a pattern of seventy instructions is matched on the longest output', async () => {
  const output = letters(262_144, 1);
  const pattern = (optionals: number) => `(?:${'a?'.repeat(optionals)})[YZ]`;
  expect(await scoreValue(regex, { output }, { pattern: pattern(34) })).toBe(0);
  const shorter = { output: output.slice(0, 160_000) };
  expect(await scoreValue(regex, shorter, { pattern: pattern(53) })).toBe(0);
});
