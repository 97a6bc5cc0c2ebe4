import { expect, test } from 'vitest';
import { probeInputOf } from './probe-input.ts';

function formOf(fields: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}

test('what is filled in is sent, and what is empty is left to the defaults', () => {
  const fields = {
    ...{ kind: 'phrasing', target: 'openai/small', prompt: '', name: ' Wording ', suite: '' },
    ...{ scorers: 'contains, json-valid', seed: '7', repeats: '', since: '', dataset: '' },
    samples: 'Capital of France?\n\n{"id":"b","input":"River?","expected":"Seine"}',
    more: '{"phrasing":{"paraphrases":2}}',
  };
  expect(probeInputOf(formOf(fields))).toEqual({
    ...{ kind: 'phrasing', target: 'openai/small', name: 'Wording', seed: 7 },
    scorers: ['contains', 'json-valid'],
    samples: [{ input: 'Capital of France?' }, { id: 'b', input: 'River?', expected: 'Seine' }],
    phrasing: { paraphrases: 2 },
  });
});

test('an address is an endpoint, and a drift probe names the earlier one', () => {
  expect(
    probeInputOf(formOf({ kind: 'drift', target: 'https://a.example/x', since: 'exp_1' })),
  ).toEqual({
    ...{ kind: 'drift', target: { url: 'https://a.example/x' }, drift: { since: 'exp_1' } },
  });
});

test.each([
  [{ samples: 'a\n{"b"' }, 'Line 2 of the samples'],
  [{ more: '[1]' }, 'More fields must be a JSON object'],
  [{ more: '{' }, 'More fields must be a JSON object'],
])('%j is refused by its field', (fields, message) => {
  expect(() => probeInputOf(formOf({ kind: 'order', ...fields }))).toThrow(message);
});
