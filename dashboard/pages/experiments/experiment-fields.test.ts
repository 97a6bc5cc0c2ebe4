import { expect, test } from 'vitest';
import {
  asJson,
  EMPTY,
  type ExperimentFields,
  emptyVariant,
  experimentInputOf,
} from './experiment-fields.ts';

function fieldsOf(given: Partial<ExperimentFields> = {}): ExperimentFields {
  const variants = [
    {
      ...emptyVariant(1),
      name: ' brief ',
      target: 'openai/gpt-5-mini',
      prompt: 'In a word:\n{{input}}\n',
    },
  ];
  return { ...EMPTY, variants, samples: 'Capital of France?', scorers: 'contains', ...given };
}

test('what is filled in is sent, and what is empty is left to the defaults', () => {
  const fields = fieldsOf({
    ...{ name: ' Two prompts ', scorers: 'contains, json-valid', repeats: '3', maxCostUsd: '0.5' },
    ...{ choose: 'best variant', suite: 'support@3' },
    samples: 'Capital of France?\n\n{"id":"b","input":"River?","expected":"Seine"}',
  });
  expect(experimentInputOf(fields)).toEqual({
    ...{ name: 'Two prompts', repeats: 3, maxCostUsd: 0.5, choose: 'best variant' },
    ...{ suite: 'support@3', scorers: ['contains', 'json-valid'] },
    variants: [{ name: 'brief', target: 'openai/gpt-5-mini', prompt: 'In a word:\n{{input}}\n' }],
    samples: [{ input: 'Capital of France?' }, { id: 'b', input: 'River?', expected: 'Seine' }],
  });
});

test('an address and JSON are endpoints, and parameters are an object', () => {
  const endpoint = { url: 'https://app.example.com/', headers: { 'X-Team': 'a' } };
  const variants = [
    { ...emptyVariant(1), name: 'a', target: 'https://app.example.com/' },
    { ...emptyVariant(2), name: 'b', target: JSON.stringify(endpoint) },
    { ...emptyVariant(3), name: 'c', target: 'local/m', parameters: '{"temperature": 0}' },
  ];
  expect(experimentInputOf(fieldsOf({ variants })).variants).toEqual([
    { name: 'a', target: { url: 'https://app.example.com/' } },
    { name: 'b', target: endpoint },
    { name: 'c', target: 'local/m', parameters: { temperature: 0 } },
  ]);
});

test('the fields become JSON that says the same, and takes more', () => {
  const written = asJson(fieldsOf());
  expect(written.shape).toBe('json');
  expect(experimentInputOf(written)).toEqual(experimentInputOf(fieldsOf()));
  expect(asJson(written)).toBe(written);
  const more = { ...written, json: '{"variants":[{"name":"a","target":"local/m"}],"seed":7}' };
  expect(experimentInputOf(more)).toEqual({
    ...{ variants: [{ name: 'a', target: 'local/m' }], seed: 7 },
  });
});

const variant = (more: object) => ({
  variants: [{ ...emptyVariant(1), name: 'a', target: 'local/m', ...more }],
});

test.each<[Partial<ExperimentFields>, string]>([
  [{ samples: 'a\n{"b"' }, 'Line 2 of the samples'],
  [variant({ parameters: '[1]' }), 'Parameters of variant “a” must be a JSON object'],
  [variant({ parameters: 'hot' }), 'Parameters of variant “a” must be JSON'],
  [variant({ target: '{"uri":1}', name: '' }), 'Target of variant 1 has no `url`'],
  [{ shape: 'json', json: '{' }, 'The experiment must be JSON'],
  [{ shape: 'json', json: '[]' }, 'The experiment must be a JSON object'],
  [{ shape: 'json', json: '{}' }, 'no list of `variants`'],
])('%j is refused by its field', (given, message) => {
  expect(() => experimentInputOf(fieldsOf(given))).toThrow(message);
});
