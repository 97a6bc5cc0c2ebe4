import { expect, test } from 'vitest';
import { ExperimentInput } from './experiment.ts';
import { faultsOf } from './faults.ts';
import { jsonPointer } from './json-pointer.ts';

const URL = 'https://app.example.com/answer';

function faultsWith(target: object): [pointer: string, message: string][] {
  const experiment = {
    variants: [{ name: 'app', target: { url: URL, ...target } }],
    samples: [{ input: 'a' }],
    scorers: ['json-valid'],
  };
  const { error } = ExperimentInput.safeParse(experiment);
  return faultsOf(error?.issues ?? [], ExperimentInput).map(({ path, message }) => [
    jsonPointer(path),
    message,
  ]);
}

test.each([
  [{ headers: { Authorization: 'Bearer abc' } }, 'headers/Authorization'],
  [{ headers: { 'x-api-key': 'abc' } }, 'headers/x-api-key'],
  [{ headers: { Cookie: 'session={{session}}' } }, 'headers/Cookie'],
  [{ headers: { 'X-Functions-Key': 'abc' } }, 'headers/X-Functions-Key'],
  [{ headers: { 'X-Auth-Token': 'abc' } }, 'headers/X-Auth-Token'],
  [{ body: { user: { apiKey: 'abc' }, ask: '{{prompt}}' } }, 'body/user/apiKey'],
])('a credential of an endpoint must be a secret of the project: %j', (target, field) => {
  expect(faultsWith(target)).toEqual([
    [`/variants/0/target/${field}`, expect.stringContaining('{{secrets.NAME}}')],
  ]);
});

test.each([
  { headers: { Authorization: 'Bearer {{secrets.APP_KEY}}', Accept: 'text/plain' } },
  { headers: { 'Idempotency-Key': '{{id}}-{{seed}}' } },
  { body: { apiKey: '{{secrets.APP_KEY}}', token: 'of a text', password: '{{input}}' } },
])('what is a secret, or no credential, is taken: %j', (target) => {
  expect(faultsWith(target)).toEqual([]);
});

test.each([
  [{ response: { output: '$.answer' } }, 'response/output', 'JSON pointer'],
  [{ response: { output: '/a~2' } }, 'response/output', '~0'],
  [{ response: { format: 'text', output: '/answer' } }, 'response/output', 'must be omitted'],
  [{ method: 'GET', body: { ask: '{{prompt}}' } }, 'body', 'sends none'],
  [{ url: `${URL}?q={{prompt}}` }, 'url', 'is no template'],
  [{ headers: { 'X-A': 'a\nX-B: b' } }, 'headers/X-A', 'line breaks'],
  [{ respons: {} }, 'respons', 'did you mean `response`?'],
])('a mapping that could not work is refused, by its field: %j', (target, field, message) => {
  expect(faultsWith(target)).toEqual([
    [`/variants/0/target/${field}`, expect.stringContaining(message)],
  ]);
});
