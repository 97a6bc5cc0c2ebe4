import { LIMITS } from '@assay/schema/limits.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readJson } from './json-text.ts';

const pathsOf = (text: string) => {
  const reading = readJson(text);
  return 'value' in reading ? [] : reading.faults.map(({ path }) => path.join('/'));
};

test('any value is read as JSON.parse reads it', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
      const text = JSON.stringify(value);
      const reading = readJson(text);
      if ('value' in reading) expect(reading.value).toEqual(JSON.parse(text));
      else expect(text).toContain('__proto__');
    }),
  );
});

test.each([
  ['{"a":[1e999]}', 'a/0'],
  ['{"a":-1E+400}', 'a'],
  [`{"a":${'9'.repeat(310)}}`, 'a'],
  [`{"a":${'9'.repeat(250)}e99}`, 'a'],
  ['{"a":{"__proto__":{}}}', 'a/__proto__'],
  ['{"\\u005f_proto__":1}', '__proto__'],
  ['{"__pr\\u006Fto__":1}', '__proto__'],
  ['{"__\\u0070\\u0072oto_\\u005F":1}', '__proto__'],
  ['{"x":{"\\ud800":1}}', 'x/\ud800'],
  ['{"\\uDFFFa":1}', '\udfffa'],
])('%s is refused where it would not be kept as it is', (text, path) => {
  expect(pathsOf(text)).toEqual([path]);
});

test('all faults are told, up to fifty', () => {
  expect(pathsOf('{"a":1e999,"__proto__":1,"b":[{"\\ud800":1e999}]}')).toEqual([
    'a',
    '__proto__',
    'b/0/\ud800',
    'b/0/\ud800',
  ]);
  expect(pathsOf(`[${Array.from({ length: 80 }, () => '1e999').join()}]`)).toHaveLength(50);
});

test.each([
  '"1e999"',
  '{"a":"\\"__proto__\\": 1"}',
  '{"\\ud83d\\ude00":"\\ud800"}',
  '[1e308,-1e-999]',
  '{"proto__":1}',
])('%s is kept', (text) => {
  expect(readJson(text)).toEqual({ value: JSON.parse(text) });
});

test('what nests too deeply is told before it is parsed', () => {
  const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
  expect(readJson(nested(LIMITS.nestingDepth))).toHaveProperty('value');
  expect(readJson(nested(100_000))).toEqual({ code: 'nesting_too_deep', faults: [] });
  expect(readJson('[')).toEqual({ code: 'malformed_json', faults: [] });
  expect(readJson(`"${'['.repeat(1_000)}"`)).toHaveProperty('value');
});
