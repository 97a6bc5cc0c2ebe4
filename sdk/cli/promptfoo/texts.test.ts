import { expect, test } from 'vitest';
import { NotImported } from '../importing/case.ts';
import { assertionOf } from './csv.ts';
import { splitList } from './list-text.ts';
import { jsRegexAsRe2 } from './regex.ts';
import { fill, fillVars } from './template.ts';

test('names are filled in, whatever is not there is empty, and the rest of Nunjucks is refused', () => {
  const vars = { a: 'A', list: ['x', 'y'], deep: { part: 2, 'two words': true }, none: null };
  expect(fill('{{a}} {{ list[1] }} {{deep.part}} {{deep["two words"]}}', vars)).toBe('A y 2 true');
  expect(fill('[{{missing}}{{none}}{{constructor}}{{a.part}}]', vars)).toBe('[]');
  expect(fill('{{a.length}} {{list.length}} {{list[1][0]}}', vars)).toBe('1 2 y');
  for (const template of [
    '{{a | upper}}',
    '{% if a %}',
    '{# a #}',
    '{{a + 1}}',
    '{{env.HOME}}',
    '{{list}}',
    '{{a.trim}}',
    '{{list.map}}',
  ]) {
    expect(() => fill(template, vars)).toThrow(NotImported);
  }
});

test('variables may use one another', () => {
  expect(fillVars({ name: 'Ada', text: 'Hi {{name}}\n' })).toEqual({
    name: 'Ada',
    text: 'Hi Ada',
  });
});

test('a list in one text may quote its commas, and takes no long time however it is quoted', () => {
  expect(splitList('a, "b, c" ,,"say ""hi""", d"e')).toEqual(['a', 'b, c', 'say "hi"', 'd"e']);
  expect(splitList('"a\\"b\\\\"')).toEqual(['a"b\\']);
  expect(() => splitList('"open')).toThrow(NotImported);
  expect(() => splitList(`"${'\\\\'.repeat(5_000)}`)).toThrow(NotImported);
});

test.each([
  ['\\d+\\.\\d{2}', '\\d+\\.\\d{2}'],
  ['a\\sb', 'a[\\s\\v\\p{Z}\\x{feff}]b'],
  ['[\\s,]', '[\\s\\v\\p{Z}\\x{feff},]'],
  ['caf\\u00e9', 'caf\\x{00e9}'],
  ['[^]', '(?s:.)'],
  ['[[]', '[\\[]'],
  ['\\/\\-\\e', '\\/\\-e'],
])('the pattern %s is written %s for RE2', (pattern, wanted) => {
  expect(jsRegexAsRe2(pattern)).toBe(wanted);
});

test.each(['(?=a)', '(?<!a)b', '(a)\\1', '(?<n>a)\\k<n>', '(', 'a{2000}'])(
  'the pattern %s is refused',
  (pattern) => {
    expect(() => jsRegexAsRe2(pattern)).toThrow(NotImported);
  },
);

test.each([
  ['Paris', { type: 'equals', value: 'Paris' }],
  ['contains: Paris', { type: 'contains', value: 'Paris' }],
  ['not-contains:a:b', { type: 'not-contains', value: 'a:b' }],
  ['similar(0.8): Hi', { type: 'similar', value: 'Hi', threshold: 0.8 }],
  ['latency', { type: 'latency', threshold: 0.75 }],
  ['is-json', { type: 'is-json' }],
  ['contains-any: a, "b,c"', { type: 'contains-any', value: ['a', 'b,c'] }],
  ['grade: Is kind', { type: 'llm-rubric', value: ' Is kind' }],
  ['fn: output > 1', { type: 'javascript', value: 'output > 1' }],
  ['note: this is no type', { type: 'equals', value: 'note: this is no type' }],
])('the cell “%s” is read as promptfoo reads it', (cell, wanted) => {
  expect(assertionOf(cell)).toEqual(wanted);
});
