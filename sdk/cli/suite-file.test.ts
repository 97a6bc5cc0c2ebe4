import {
  array,
  assert,
  constant,
  dictionary,
  double,
  jsonValue,
  oneof,
  property,
  record,
  string,
  stringMatching,
} from 'fast-check';
import { expect, test } from 'vitest';
import { readSuite, writeSuite } from './suite-file.ts';

const slug = stringMatching(/^[a-z0-9][a-z0-9._-]{0,63}$/);
const text = oneof(
  string({ unit: 'binary', maxLength: 40 }),
  string({
    unit: oneof(
      ...['a', ' ', '\n', '\r', '\t', '#', ':', '-', '"', '|'].map((unit) => constant(unit)),
    ),
  }),
  oneof(
    ...['yes', 'null', '~', '1e3', '0o7', '2026-01-01', '---', '<<', '=', 'off'].map((word) =>
      constant(word),
    ),
  ),
);
const share = double({ min: 0, max: 1, noNaN: true });
const settings = record(
  {
    scorer: text,
    as: text,
    threshold: oneof(share, constant(null)),
    weight: double({ min: 0, max: 1000, noNaN: true }),
    required: constant(true),
    params: dictionary(
      text.filter((key) => key !== '__proto__'),
      oneof(jsonValue(), text),
      { minKeys: 1 },
    ),
  },
  { requiredKeys: ['scorer', 'as'] },
);
const suites = record(
  {
    name: slug,
    description: text.filter((told) => told !== ''),
    scorers: array(oneof(text, settings), { minLength: 1, maxLength: 5 }),
    policy: record({ rule: constant('weighted-mean'), threshold: share }),
  },
  { requiredKeys: ['name', 'scorers'] },
);

test('every suite comes back from its file as it was, and is written the same again', () => {
  void assert(
    property(suites, (suite) => {
      const sent = JSON.parse(JSON.stringify(suite));
      const file = writeSuite(suite);
      const read = readSuite(file, 'a.yaml').suite;
      expect(JSON.parse(JSON.stringify(read))).toEqual(sent);
      expect(writeSuite(read)).toBe(file);
    }),
    { numRuns: 500 },
  );
});

test('a person reads it: what says nothing is omitted, texts of several lines are blocks', () => {
  const judge = {
    params: { criteria: 'Is it polite?\n\n  Is it brief?\n' },
    threshold: 0.5,
    scorer: 'rubric',
  };
  const scorers = [
    'bleu',
    { scorer: 'rouge-l', params: {} },
    judge,
    { as: 'no', scorer: 'not-contains' },
  ];
  expect(writeSuite({ name: 'a', description: '', scorers, policy: { rule: 'required' } })).toBe(
    `name: a
scorers:
  - bleu
  - rouge-l
  - scorer: rubric
    threshold: 0.5
    params:
      criteria: |
        Is it polite?

          Is it brief?
  - scorer: not-contains
    as: "no"
`,
  );
});

test('JSON is read too, indented as people do', () => {
  expect(readSuite('{\n\t"name": "a",\n\t"scorers": ["bleu"]\n}', 'a.json').suite).toEqual({
    name: 'a',
    scorers: ['bleu'],
  });
});

test.each([
  ['name: a\nscorers: [b', 'a.yaml:2:'],
  ['name: a\nname: b\nscorers: [b]', 'a.yaml:2:1: Map keys must be unique'],
  ['', 'a.yaml is not a suite'],
  ['- bleu', 'a.yaml is not a suite'],
  ['scorers: [bleu]', 'a.yaml: /name must be'],
  ['scorers: [bleu]\nname: support@3', 'a.yaml:2: /name must be'],
  ['name: a\nscorers: bleu', 'a.yaml:2: /scorers must be a list'],
  [
    'name: a\nscorers:\n  - { scorer: b, threshold: .nan }',
    'a.yaml:3: /scorers/0/threshold is NaN',
  ],
  ['name: a\nscorers: [!!binary aGk=]', '/scorers/0 is not a string'],
  ['name: a\nscorers: [!mine b]', 'a.yaml:2:11: Unresolved tag'],
  ['name: a\nscorers: [b]\n---\nname: b', 'multiple documents'],
])('%j is refused by its place: %s', (given, said) => {
  expect(() => readSuite(given, 'a.yaml')).toThrow(said);
});

test('aliases that would grow without bound are refused', () => {
  const levels = Array.from(
    { length: 9 },
    (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(9)}]`,
  );
  const bomb = ['name: a', 'a0: &a0 [b, b]', ...levels, 'scorers: *a9'].join('\n');
  expect(() => readSuite(bomb, 'a.yaml')).toThrow('alias');
});

test('a field is found by its line, and one that is not there by what is around it', () => {
  const { placeOf } = readSuite('name: a\nscorers:\n  - bleu\n  - scorer: length\n', 's/a.yaml');
  expect(placeOf('/scorers/1/scorer')).toBe('s/a.yaml:4');
  expect(placeOf('/scorers/1/params/max')).toBe('s/a.yaml:4');
  expect(placeOf('/policy')).toBe('s/a.yaml');
});
