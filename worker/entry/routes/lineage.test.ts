import { env } from 'cloudflare:workers';
import type { ProvDocument, Replay, Verdict, VerdictLineage } from '@assay/schema/types.ts';
import { fingerprint } from '@assay/scorers/fingerprint.ts';
import { beforeAll, expect, test } from 'vitest';
import { call, callJson } from '../../testing/client.ts';
import { giveKey } from '../../testing/keys.ts';

const sample = { input: 'Capital?', output: 'It is Paris.', expected: 'Paris', generator: 'a/b' };
const scorers = [
  'contains',
  { scorer: 'not-levenshtein', threshold: 0.2, weight: 3, as: 'far', required: false },
  { scorer: 'detect-pii', params: { kinds: ['email'] } },
  {
    scorer: 'weighted-mean',
    as: 'both',
    params: { scorers: ['contains', { scorer: 'token-f1', weight: 2 }] },
  },
];
let key: string;
let verdict: Verdict;

beforeAll(async () => {
  ({ key } = await giveKey());
  await callJson('/v1/suites', { key, body: { name: 'capital', scorers } });
  verdict = await callJson('/v1/score', { key, body: { sample, suite: 'capital' } });
});

test('the lineage has the sample, each definition in full, the suite and the release', async () => {
  const lineage: VerdictLineage = await callJson(`/v1/verdicts/${verdict.id}/lineage`, { key });
  expect(lineage).toMatchObject({
    verdictId: verdict.id,
    sample: { hash: fingerprint(sample), isKept: true, value: sample },
    suite: { name: 'capital', version: 1 },
    generator: 'a/b',
    requestId: verdict.lineage.requestId,
    release: verdict.lineage.assayVersion,
    decision: verdict.decision,
  });
  expect(lineage.scores.map(({ name, definition }) => [name, definition?.settings])).toMatchObject([
    ['contains', { scorer: 'contains', negate: false }],
    ['far', { scorer: 'levenshtein', negate: true, threshold: 0.2 }],
    ['detect-pii', { scorer: 'detect-pii', params: { kinds: ['email'] } }],
    ['both', { scorer: 'weighted-mean' }],
  ]);
  expect(lineage.scores.map(({ definitionProof }) => definitionProof)).toEqual(
    scorers.map(() => 'proven'),
  );
});

test('a definition that was altered in the database is shown as such, and is not replayed', async () => {
  const { key: other, projectId } = await giveKey();
  const { id }: Verdict = await callJson('/v1/score', {
    key: other,
    body: { sample, scorers: [{ scorer: 'levenshtein', threshold: 0.1 }, 'contains'] },
  });
  await env.DB.prepare(
    `UPDATE scorer_definitions SET definition = json_set(definition, '$.settings.threshold', 0.9)
     WHERE project_id = ?1 AND definition ->> '$.settings.scorer' = 'levenshtein'`,
  )
    .bind(projectId)
    .run();
  const { scores }: VerdictLineage = await callJson(`/v1/verdicts/${id}/lineage`, { key: other });
  expect(scores.map(({ definitionProof }) => definitionProof)).toEqual(['altered', 'proven']);
  const replay: Replay = await callJson(`/v1/verdicts/${id}/replay`, {
    key: other,
    method: 'POST',
  });
  expect(replay).toMatchObject({
    isEqual: false,
    changes: [{ name: 'levenshtein', reason: 'definition_altered' }],
  });
});

test('a definition stays when the suite is deleted', async () => {
  await callJson('/v1/suites', { key, body: { name: 'gone', scorers: ['chrf'] } });
  const { id }: Verdict = await callJson('/v1/score', { key, body: { sample, suite: 'gone' } });
  await call('/v1/suites/gone', { key, method: 'DELETE' });
  const { scores }: VerdictLineage = await callJson(`/v1/verdicts/${id}/lineage`, { key });
  expect(scores[0]?.definition?.settings.scorer).toBe('chrf');
  const replay: Replay = await callJson(`/v1/verdicts/${id}/replay`, { key, method: 'POST' });
  expect(replay.isEqual).toBe(true);
});

test('as PROV-JSON, relations lead to entities, activities and agents that are there', async () => {
  const path = `/v1/verdicts/${verdict.id}/lineage?format=prov`;
  const document: ProvDocument = await callJson(path, { key });
  const { entity = {}, activity = {}, agent = {} } = document;
  const known = new Set([...Object.keys(entity), ...Object.keys(activity), ...Object.keys(agent)]);
  const relations = ['wasGeneratedBy', 'used', 'wasDerivedFrom', 'wasAssociatedWith'];
  for (const relation of [...relations, 'wasAttributedTo']) {
    const members = Object.values(document[relation] ?? {});
    expect(members.length, relation).toBeGreaterThan(0);
    for (const member of members) {
      expect(
        Object.values(member as Record<string, string>).filter((id) => !known.has(id)),
      ).toEqual([]);
    }
  }
});

test('a replay of code scorers is equal to the bit, and stores nothing', async () => {
  const replay: Replay = await callJson(`/v1/verdicts/${verdict.id}/replay`, {
    key,
    method: 'POST',
  });
  expect(replay).toMatchObject({ isEqual: true, differences: [], changes: [] });
  expect(replay.verdict).toMatchObject({ passed: verdict.passed, value: verdict.value });
  expect((await call(`/v1/verdicts/${replay.verdict.id}`, { key })).status).toBe(404);
});

test('what was altered in the database shows as a difference', async () => {
  const { id, scores }: Verdict = await callJson('/v1/score', {
    key,
    body: { sample, scorers: ['contains'] },
  });
  const alter = 'UPDATE verdicts SET verdict = replace(verdict, ?1, ?2) WHERE id = ?3';
  await env.DB.prepare(alter).bind(scores[0]?.reason, 'A forged reason.', id).run();
  const replay: Replay = await callJson(`/v1/verdicts/${id}/replay`, { key, method: 'POST' });
  expect(replay.isEqual).toBe(false);
  expect(replay.differences).toEqual([
    { pointer: '/scores/0/reason', before: 'A forged reason.', after: scores[0]?.reason },
  ]);
});

test('a definition that resolves otherwise now says what changed', async () => {
  const { key: other, projectId } = await giveKey();
  const body = { sample, scorers: ['contains', 'levenshtein', 'exact-match'] };
  const { id, scores }: Verdict = await callJson('/v1/score', { key: other, body });
  const set = (definition: string, at: number) =>
    env.DB.prepare(
      `UPDATE scorer_definitions SET definition = ${definition} WHERE project_id = ?1 AND fingerprint = ?2`,
    )
      .bind(projectId, scores[at]?.fingerprint)
      .run();
  // As another release would have written them.
  const older = `json_remove(definition, '$.fingerprinted')`;
  await set(`json_set(${older}, '$.version', 99, '$.settings.threshold', 0.25)`, 0);
  await set(`json_set(${older}, '$.settings.scorer', 'a-scorer-of-old')`, 1);
  await env.DB.prepare('DELETE FROM scorer_definitions WHERE project_id = ?1 AND fingerprint = ?2')
    .bind(projectId, scores[2]?.fingerprint)
    .run();
  const response = await call(`/v1/verdicts/${id}/replay`, { key: other, method: 'POST' });
  const replay: Replay = await response.json();
  expect(replay.changes?.map(({ name, reason }) => [name, reason])).toEqual([
    ['contains', 'scorer_changed'],
    ['levenshtein', 'scorer_removed'],
    ['exact-match', 'definition_not_kept'],
  ]);
  expect(replay.isEqual).toBe(false);
});

test('what a guard redacted cannot be replayed, and says so', async () => {
  const { verdictId } = await callJson<{ verdictId: string }>('/v1/guard', {
    key,
    body: {
      ...{ stage: 'output', text: 'Write to maria.keller@posteo.de.', store: 'now' },
      policy: { rules: [{ scorer: 'detect-pii', action: 'redact' }] },
    },
  });
  const lineage: VerdictLineage = await callJson(`/v1/verdicts/${verdictId}/lineage`, { key });
  expect(lineage.sample.isKept).toBe(false);
  expect(JSON.stringify(lineage)).not.toContain('maria.keller');
  expect(lineage.scores.every(({ definition }) => definition !== null)).toBe(true);
  const refused = await call(`/v1/verdicts/${verdictId}/replay`, { key, method: 'POST' });
  expect(await refused.json()).toMatchObject({ status: 409, code: 'sample_not_kept' });
});

test('a verdict older than definitions has its lineage, without them, and no replay', async () => {
  const { key: other, projectId } = await giveKey();
  const { id }: Verdict = await callJson('/v1/score', {
    key: other,
    body: { sample, scorers: ['contains'] },
  });
  await env.DB.prepare('DELETE FROM scorer_definitions WHERE project_id = ?1')
    .bind(projectId)
    .run();
  const { scores }: VerdictLineage = await callJson(`/v1/verdicts/${id}/lineage`, { key: other });
  expect(scores[0]?.definition).toBe(null);
  const refused = await call(`/v1/verdicts/${id}/replay`, { key: other, method: 'POST' });
  expect(await refused.json()).toMatchObject({ status: 409, code: 'replay_impossible' });
});
