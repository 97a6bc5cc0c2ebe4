import type { Evidence, Score } from '@assay/sdk';
import { expect, test } from 'vitest';
import { findingsOf, marksIn } from './findings.ts';

function score(name: string, evidence: Evidence[], children: Score[] = []): Score {
  return {
    ...{ scorer: name, name, version: 1, kind: 'code', fingerprint: '', threshold: null },
    ...{ weight: 1, required: false, negated: false, reason: '', usage: null, costUsd: 0 },
    ...{ latencyMs: 0, cached: false, status: 'scored', value: 1, raw: null, passed: null },
    evidence,
    children,
  };
}

const text = 'Write to a@example.com 😀 or b@example.com.';

test('offsets count UTF-16 code units of the text they point at', () => {
  const evidence = { pointer: '/output', start: 29, end: 42, text: 'b@example.com' };
  const findings = findingsOf([score('pii', [evidence])]);
  expect(marksIn('/output', text, findings)).toEqual([{ id: 0, start: 29, end: 42 }]);
  expect(text.slice(29, 42)).toBe('b@example.com');
  expect(marksIn('/input', text, findings)).toEqual([]);
});

test('a quote is found by its words where it has no offsets, or those of another text', () => {
  const quote = { pointer: '/contexts/0', text: 'a@example.com' };
  const findings = findingsOf([score('x', [quote, { ...quote, start: 3, end: 7 }])]);
  expect(marksIn('/contexts/0', text, findings)).toEqual([
    { id: 0, start: 9, end: 22 },
    { id: 1, start: 9, end: 22 },
  ]);
});

test('a shortened excerpt is found by its beginning, and one that is not there is not marked', () => {
  const findings = findingsOf([
    score('x', [
      { pointer: '/output', text: 'Write to…' },
      { pointer: '/output', text: 'Nowhere' },
    ]),
  ]);
  expect(marksIn('/output', text, findings)).toEqual([{ id: 0, start: 0, end: 8 }]);
});

test('evidence of the parts of a score counts as its own, and every piece has its number', () => {
  const part = score('part', [{ pointer: '/output', start: 0, end: 5 }]);
  const findings = findingsOf([score('whole', [{ note: 'n' }], [part]), part]);
  expect(findings.map(({ id, score: name }) => [id, name])).toEqual([
    ...[
      [0, 'whole'],
      [1, 'whole'],
      [2, 'part'],
    ],
  ]);
});
