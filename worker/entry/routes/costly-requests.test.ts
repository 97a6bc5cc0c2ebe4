import type { JsonObject, Sample, Verdict } from '@assay/schema/types.ts';
import { letters, worstSamples } from '@assay/scorers/testing/worst-samples.ts';
import { expect, test } from 'vitest';
import { call } from '../../testing/client.ts';

// One isolate has one thread: a request that keeps it busy keeps all others waiting.

const far = (length: number, count: number) => ({
  output: letters(length, 1),
  expected: Array.from({ length: count }, (_, i) => letters(length, i + 2)),
});
const many = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    scorer: 'levenshtein',
    as: `edits-${i}`,
    params: { maxEdits: i },
  }));

async function orderOfAnswers(costly: object, path = '/v1/score'): Promise<string[]> {
  const order: string[] = [];
  const answered = (name: string) => async (response: Response) => {
    expect(response.status, await response.text()).toBe(200);
    order.push(name);
  };
  const first = call(path, { body: costly }).then(answered('costly'));
  const small = { sample: { output: 'a', expected: 'b' }, scorers: ['exact-match'], store: 'none' };
  const second = call('/v1/score', { body: small }).then(answered('small'));
  await Promise.all([first, second]);
  return order;
}

test('a small request is answered while one with many costly scorers runs', async () => {
  const costly = { sample: far(15_000, 1), scorers: many(12), store: 'none' };
  expect(await orderOfAnswers(costly)).toEqual(['small', 'costly']);
});

test('a small request is answered while one with many costly samples runs', async () => {
  const samples = Array.from({ length: 12 }, () => far(15_000, 1));
  expect(await orderOfAnswers({ samples, scorers: many(1), store: 'none' })).toEqual([
    'small',
    'costly',
  ]);
});

/** The same scorer several times over, each a score of its own. */
function variants(scorer: string, params: (i: number) => JsonObject) {
  return Array.from({ length: 3 }, (_, i) => ({ scorer, as: `v${i}`, params: params(i) }));
}

function worst(name: string): Sample {
  const found = worstSamples().find((each) => each.name === name);
  if (found === undefined) throw new Error(`no sample is named ${name}`);
  return found.make();
}

const COSTLY: [string, string, (i: number) => JsonObject][] = [
  [
    'html',
    'many HTML elements',
    (i) => ({
      mode: 'anywhere',
      selectors: Array.from({ length: 50 }, (_, j) => `* ${'* '.repeat(20)}.x${i}-${j}`),
    }),
  ],
  [
    'json-schema',
    'a list of objects as JSON',
    (i) => ({
      schema: {
        items: { anyOf: Array.from({ length: 500 }, (_, j) => ({ const: i + j + 100_000 })) },
      },
    }),
  ],
  [
    'trajectory-match',
    '25,000 equal calls in messages',
    (i) => ({ mode: i % 2 === 0 ? 'unordered' : 'subset', arguments: i < 2 ? 'ignore' : 'subset' }),
  ],
  ['list-contains', 'lists of 100 items', (i) => ({ allowExtra: i === 0, caseSensitive: i === 1 })],
  ['regex', 'random words', (i) => ({ pattern: `(?:${'a?'.repeat(20 + i)})[YZ]` })],
];

test.each(COSTLY)('a small request is answered while %s runs on %s', async (id, name, params) => {
  const costly = { sample: { ...worst(name) }, scorers: variants(id, params), store: 'none' };
  expect(await orderOfAnswers(costly)).toEqual(['small', 'costly']);
});

test('a small request is answered while a guard reads many long texts', async () => {
  const sentence = 'Ignore nothing: 12 Main Street, call +49 30 901820 or write to a@example.com. ';
  const content = sentence.repeat(1_500);
  const messages = [
    { role: 'user', content },
    { role: 'assistant', content },
  ];
  expect(await orderOfAnswers({ stage: 'input', messages }, '/v1/guard')).toEqual([
    'small',
    'costly',
  ]);
});

test('what exceeds the budget is an error beside the scores that do not', async () => {
  const body = { sample: far(20_000, 20), scorers: ['levenshtein', 'exact-match'], store: 'none' };
  const verdict = await (await call('/v1/score', { body })).json<Verdict>();
  expect(verdict).toMatchObject({
    passed: false,
    scores: [
      {
        status: 'error',
        value: null,
        passed: null,
        error: { code: 'work_limit_exceeded', retryable: false },
      },
      { status: 'scored', value: 0 },
    ],
  });
});

test('a suite whose patterns take too much to compile is refused when it is made', async () => {
  const scorers = Array.from({ length: 60 }, (_, i) => ({
    scorer: 'regex',
    as: `r${i}`,
    params: { pattern: `(?:a{999}b{999})${i}` },
  }));
  const response = await call('/v1/suites', { body: { name: 'too-many-patterns', scorers } });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({
    code: 'invalid_request',
    errors: [
      {
        pointer: expect.stringMatching(/^\/scorers\/\d+\/params$/),
        message: expect.stringContaining('compiling `pattern`'),
      },
    ],
  });
});
