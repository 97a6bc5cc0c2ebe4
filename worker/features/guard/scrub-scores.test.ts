import type { ErrorScore, Score } from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import { type RedactedSpan, scrubScores } from './scrub-scores.ts';

const MAIL = 'a@b.example';
const span: RedactedSpan = {
  kind: 'email',
  pointer: '/text',
  start: 5,
  end: 16,
  original: MAIL,
  replacement: '[EMAIL]',
};
const toRequest = (pointer: string) => (pointer === '/output' ? '/text' : pointer);

function scoreWith(given: Partial<ErrorScore>): Score {
  return {
    scorer: 'regex',
    name: 'regex',
    version: 1,
    kind: 'code',
    fingerprint: 'sha256:0',
    threshold: 0.5,
    weight: 1,
    required: true,
    negated: false,
    reason: '',
    evidence: [],
    usage: null,
    costUsd: 0,
    latencyMs: 0,
    cached: false,
    status: 'error',
    value: null,
    raw: null,
    passed: null,
    error: { code: 'judge_unreadable', message: '', retryable: false },
    ...given,
  };
}

function scrub(given: Parameters<typeof scoreWith>[0]): Score | undefined {
  return scrubScores([scoreWith(given)], [span], toRequest)[0];
}

test('evidence at the place of what was redacted keeps its offsets and loses its text', () => {
  const at = { pointer: '/output', start: 7, end: 9 };
  const away = { pointer: '/output', start: 0, end: 4, text: 'mail' };
  expect(scrub({ evidence: [{ ...at, text: 'b.' }, away] })?.evidence).toEqual([at, away]);
});

test('what was redacted is replaced where a reason, a vote, a note or an answer quotes it', () => {
  const said = `It names ${MAIL}.`;
  const error = { code: 'judge_unreadable', message: said, retryable: false, answer: said };
  const child = scoreWith({ reason: said });
  const scrubbed = scrub({ reason: said, evidence: [{ note: said }], error, children: [child] });
  expect(JSON.stringify(scrubbed)).not.toContain(MAIL);
  expect(scrubbed).toMatchObject({
    reason: 'It names [EMAIL].',
    error: { code: 'judge_unreadable' },
  });
});

test('of two that begin alike the longer is replaced whole', () => {
  const longer = { ...span, original: `${MAIL}.org`, replacement: '[LONGER]' };
  const [scrubbed] = scrubScores(
    [scoreWith({ reason: `${MAIL}.org ${MAIL}` })],
    [span, longer],
    toRequest,
  );
  expect(scrubbed?.reason).toBe('[LONGER] [EMAIL]');
});

test('without redactions scores stay as they are', () => {
  const scores = [scoreWith({ reason: MAIL })];
  expect(scrubScores(scores, [], toRequest)).toEqual(scores);
});
