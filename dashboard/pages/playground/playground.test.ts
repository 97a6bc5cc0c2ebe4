import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EMPTY, referencesOf, sampleOf } from './draft.ts';
import { fieldOf, readField, writeField } from './schema-field.ts';
import { snippetsOf } from './snippets.ts';

test('empty fields are not sent, and contexts are separated by lines of dashes', () => {
  expect(sampleOf({ ...EMPTY, output: 'Paris' })).toEqual({ output: 'Paris' });
  expect(
    sampleOf({ input: 'q', output: '', expected: 'e', contexts: 'one\n---\n two \n---\n' }),
  ).toEqual({ input: 'q', output: '', expected: 'e', contexts: ['one', 'two'] });
});

test('a scorer without parameters is its id', () => {
  const scorers = [
    { id: 'levenshtein', params: {} },
    { id: 'contains', params: { values: ['a'] } },
  ];
  expect(referencesOf(scorers)).toEqual([
    'levenshtein',
    { scorer: 'contains', params: { values: ['a'] } },
  ]);
});

test('a shell gives curl and the command line the texts as they were typed', () => {
  const printed = (snippet: string) =>
    execFileSync(
      'sh',
      ['-c', `curl() { for each; do printf '%s\\0' "$each"; done; }\n${snippet}`],
      {
        encoding: 'utf8',
      },
    ).split('\0');
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (output) => {
      fc.pre(!output.includes('\0'));
      const trial = { sample: { output }, scorers: ['levenshtein'] };
      const body = printed(snippetsOf(trial, 'https://assay.test').curl).at(-2) ?? '';
      expect(JSON.parse(body)).toEqual(trial);
    }),
    { numRuns: 30 },
  );
});

test('a parameter is asked for as its schema says', () => {
  expect(fieldOf({ type: 'string', enum: ['a', 'b'] })).toEqual({
    kind: 'choice',
    choices: ['a', 'b'],
  });
  expect(fieldOf({ type: 'integer', minimum: 1 })).toMatchObject({ kind: 'number', isWhole: true });
  expect(fieldOf({ type: 'array', items: { type: 'string' } })).toEqual({ kind: 'lines' });
  expect(fieldOf({ anyOf: [] } as object)).toEqual({ kind: 'json' });
});

test('what is typed is read as the schema says, and nothing typed is no value', () => {
  const lines = fieldOf({ type: 'array', items: { type: 'string' } });
  expect(readField(lines, 'a\n\nb')).toEqual(['a', 'b']);
  expect(writeField(lines, ['a', 'b'])).toBe('a\nb');
  expect(readField(fieldOf({ type: 'number' }), '0.5')).toBe(0.5);
  expect(readField(fieldOf({}), '{"a":1}')).toEqual({ a: 1 });
  expect(() => readField(fieldOf({}), '{')).toThrow(SyntaxError);
  expect(readField(fieldOf({ type: 'boolean' }), 'false')).toBe(false);
  expect(readField(fieldOf({ type: 'string' }), ' ')).toBeUndefined();
});
