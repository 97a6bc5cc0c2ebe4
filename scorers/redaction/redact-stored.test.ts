import type { Sample, Verdict } from '@assay/schema/types.ts';
import { beforeAll, describe, expect, test } from 'vitest';
import { whenLoaded } from '../load.ts';
import { resolveDetectors } from '../resolve.ts';
import type { ResolvedScorer } from '../resolved-scorer.ts';
import { redactStored } from './redact-stored.ts';

let detectors: ResolvedScorer[];

beforeAll(async () => {
  detectors = await whenLoaded(() =>
    resolveDetectors([{ scorer: 'detect-pii', params: { kinds: ['email', 'phone'] } }], '/redact'),
  );
});

const MAIL = 'ada@mail.io';

function verdictOf(reason: string, more: object = {}): Verdict {
  const score = { scorer: 'rubric', reason, evidence: [], status: 'scored', ...more };
  return { id: 'ver_1', passed: true, scores: [score] } as unknown as Verdict;
}

const redacted = (verdict: Verdict, sample: Sample) =>
  redactStored({ verdict, sample, exchanges: [] }, detectors);

test('what has nothing to be replaced is returned as the same objects', () => {
  const sample = { input: 'a', output: '{"a":[1,"b"]}', metadata: { user: 'u', n: 7 } };
  const evidence = [{ pointer: '/output', start: 0, end: 1, text: '{', note: 'x' }];
  const child = { reason: 'c', evidence: [], status: 'error', error: { code: 'x', message: 'm' } };
  const votes = [{ reason: 'v', error: { code: 'x', message: 'm', answer: 'a' } }];
  const verdict = verdictOf('fine', { evidence, votes, children: [child] });
  const stored = redacted(verdict, sample);
  expect(stored.verdict).toBe(verdict);
  expect(stored.sample).toBe(sample);
});

describe.each([
  ['a reason', verdictOf(`asks ${MAIL}`)],
  ['a quote', verdictOf('', { evidence: [{ text: MAIL }] })],
  ['a note', verdictOf('', { evidence: [{ note: MAIL }] })],
  ['the reason of a vote', verdictOf('', { votes: [{ reason: MAIL }] })],
  [
    'an answer in the error of a vote',
    verdictOf('', { votes: [{ reason: '', error: { message: '', answer: MAIL } }] }),
  ],
  [
    'a message of an error',
    verdictOf('', { status: 'error', error: { code: 'x', message: MAIL } }),
  ],
  ['the reason of a part', verdictOf('', { children: [{ reason: MAIL, evidence: [] }] })],
])('%s', (_, verdict) => {
  test('is replaced, and nothing that was given is changed', () => {
    const before = structuredClone(verdict);
    const stored = redacted(verdict, { output: 'plain' });
    expect(stored.verdict).toEqual(
      JSON.parse(JSON.stringify(before).replaceAll(MAIL, '[EMAIL_1]')),
    );
    expect(verdict).toEqual(before);
  });
});

test.each<[string, Sample, Sample]>([
  ['a text', { output: `Ask ${MAIL}.` }, { output: 'Ask [EMAIL_1].' }],
  ['JSON in a text', { output: `{"to": "${MAIL}"}` }, { output: '{"to":"[EMAIL_1]"}' }],
  [
    'a key of data',
    { output: '', metadata: { [MAIL]: 'x' } },
    { output: '', metadata: { '[EMAIL_1]': 'x' } },
  ],
  [
    'an item of a list',
    { output: '', contexts: ['a', MAIL] },
    { output: '', contexts: ['a', '[EMAIL_1]'] },
  ],
  [
    'a text beside a token that was written there',
    { output: `[EMAIL_1] ${MAIL}` },
    { output: '[EMAIL_1] [EMAIL_2]' },
  ],
])('%s of a sample is replaced, and the sample that was given stays', (_, sample, expected) => {
  const before = structuredClone(sample);
  const stored = redacted(verdictOf('none'), sample);
  expect(stored.sample).toEqual(expected);
  expect(sample).toEqual(before);
});

test('a quote that has a part of what was replaced is left out, and its note stays', () => {
  const sample = { output: `Ask ${MAIL} today` };
  const evidence = [{ pointer: '/output', start: 0, end: 8, text: 'Ask ada@', note: 'begins' }];
  const { verdict } = redacted(verdictOf('', { evidence }), sample);
  expect(verdict.scores[0]?.evidence).toEqual([
    { pointer: '/output', start: 0, end: 8, note: 'begins' },
  ]);
});
