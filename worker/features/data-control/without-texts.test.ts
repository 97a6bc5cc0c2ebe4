import type { Score, Verdict } from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import { withoutTexts } from './without-texts.ts';

const SECRET = 'Ada Lovelace';
const usage = { inputTokens: 1, outputTokens: 1 };
const common = {
  ...{ scorer: 'rubric', version: 1, kind: 'judge' as const, fingerprint: 'sha256:aa' },
  ...{ threshold: 0.5, weight: 1, required: true, negated: false, usage, costUsd: 0 },
  ...{ latencyMs: 1, cached: false, reason: `It says ${SECRET}.` },
  evidence: [
    {
      pointer: '/output',
      start: 1,
      end: 4,
      text: SECRET,
      note: SECRET,
      kind: 'name',
      certainty: 1,
    },
  ],
};
const failed: Score = {
  ...{ ...common, name: 'failed', status: 'error', value: null, raw: null, passed: null },
  error: {
    code: 'judge_output_invalid',
    message: `Not JSON: ${SECRET}`,
    retryable: true,
    answer: SECRET,
  },
};
const scored: Score = {
  ...{ ...common, name: 'scored', status: 'scored', value: 0.5, raw: 1, passed: true },
  children: [failed],
  votes: [
    {
      ...{ model: 'a/b', modelVersion: null, value: 1, reason: SECRET, counted: true, usage },
      ...{ costUsd: 0, latencyMs: 1, cached: false },
      error: { code: 'judge_timeout', message: SECRET, retryable: true },
    },
  ],
};

test('what remains of a verdict has its values and places, and none of its texts', () => {
  const verdict = { id: 'ver_1', passed: true, value: 0.5, scores: [scored, failed] };
  const bare = withoutTexts(verdict as Verdict);
  expect(JSON.stringify(bare)).not.toContain(SECRET);
  expect(bare).toMatchObject({ passed: true, value: 0.5 });
  expect(bare.scores[0]).toMatchObject({
    ...{ value: 0.5, raw: 1, passed: true, reason: 'Not kept.' },
    evidence: [{ pointer: '/output', start: 1, end: 4, kind: 'name', certainty: 1 }],
    children: [{ error: { code: 'judge_output_invalid', retryable: true } }],
    votes: [{ model: 'a/b', value: 1, reason: 'Not kept.', error: { code: 'judge_timeout' } }],
  });
});
