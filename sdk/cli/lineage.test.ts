import type { Replay, VerdictLineage } from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import { fakeSystem } from '../testing/fake-system.ts';
import { scoreOf, verdictOf } from '../testing/verdict.ts';

const verdict = verdictOf([scoreOf({ name: 'tone' })]);
const lineage: VerdictLineage = {
  verdictId: 'ver_1',
  createdAt: '2026-01-01T00:00:00.000Z',
  sample: { hash: 'sha256:aa', isKept: false, value: { output: 'x' } },
  scores: [
    {
      ...{ name: 'tone', scorer: 'rubric', version: 2, kind: 'judge', fingerprint: 'sha256:bb' },
      definitionProof: 'altered',
      definition: { version: 2, settings: { scorer: 'rubric', params: { criterion: 'Kind.' } } },
      ...{ weight: 1, required: true, cached: false, calibration: null, latencyMs: 5 },
      models: [
        {
          ...{ model: 'openai/m', modelVersion: 'm-1', counted: true, cached: true },
          usage: { inputTokens: 1, outputTokens: 1 },
          ...{ costUsd: 0, latencyMs: 4 },
        },
      ],
    },
  ],
  exchanges: [],
  decision: verdict.decision,
  suite: { name: 'support', version: 3, fingerprint: 'sha256:cc' },
  batch: {
    ...{ id: 'bat_1', index: 4, results: 'bat_1/0/0' },
    dataset: { name: 'golden', version: 2, hash: 'sha256:dd', split: null, tags: [] },
  },
  generator: 'a/b',
  ...{ requestId: 'req_1', traceparent: null, release: '0.1.0', latencyMs: 5, costUsd: 0 },
};
const replay: Replay = {
  isEqual: false,
  differences: [{ pointer: '/scores/0/value', before: 0.5, after: 0.75 }],
  changes: [
    {
      name: 'tone',
      reason: 'scorer_changed',
      message: 'rubric had version 2 and now has version 3.',
    },
  ],
  releases: { before: '0.1.0', after: '0.2.0' },
  verdict,
};

test('the lineage shows definitions, models, suite and request', async () => {
  const { assay } = fakeSystem({ routes: { 'GET /v1/verdicts/ver_1/lineage': lineage } });
  const { stdout } = await assay('verdicts', 'lineage', 'ver_1');
  for (const part of [
    'sha256:aa (not kept as judged)',
    'support@3 sha256:cc',
    'bat_1, sample 4 of golden@2, in the log as bat_1/0/0',
    'written by a/b',
    'tone  rubric@2 sha256:bb',
    '{"scorer":"rubric","params":{"criterion":"Kind."}}',
    'ALTERED: it does not have this fingerprint',
    'asked openai/m (m-1), cached',
  ]) {
    expect(stdout).toContain(part);
  }
  expect(JSON.parse((await assay('verdicts', 'lineage', 'ver_1', '--json')).stdout)).toEqual(
    lineage,
  );
});

test('a replay that differs exits with 1 and says where and why', async () => {
  const { assay } = fakeSystem({ routes: { 'POST /v1/verdicts/ver_1/replay': replay } });
  const { stdout, code } = await assay('verdicts', 'replay', 'ver_1');
  expect(code).toBe(1);
  expect(stdout).toBe(`DIFFERENT
  releases 0.1.0 and 0.2.0
  rubric had version 2 and now has version 3.
  /scores/0/value: 0.5 → 0.75
`);
});

test('a replay that is equal exits with 0', async () => {
  const equal = { ...replay, isEqual: true, differences: [], changes: [] };
  const { assay } = fakeSystem({ routes: { 'POST /v1/verdicts/ver_1/replay': equal } });
  expect((await assay('verdicts', 'replay', 'ver_1')).code).toBe(0);
});
