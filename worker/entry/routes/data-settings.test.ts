import { env } from 'cloudflare:workers';
import type {
  BatchItem,
  BatchReport,
  DataSettings,
  GuardResult,
  Keep,
  Page,
  StoredVerdict,
  Verdict,
  VerdictLineage,
} from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import { untilEnded } from '../../testing/batches.ts';
import { call, callJson } from '../../testing/client.ts';
import { workerWith } from '../../testing/judged-worker.ts';
import { giveKey } from '../../testing/keys.ts';
import { stageJudge } from '../../testing/plays.ts';

const sample = { input: 'Who are you?', output: 'My name is Ada.', expected: 'Ada' };
const scorers = ['contains', 'levenshtein'];
const SETTINGS = '/v1/project/data-settings';

async function projectThatKeeps(keep: Keep): Promise<{ key: string; projectId: string }> {
  const made = await giveKey();
  await callJson(SETTINGS, { key: made.key, method: 'PUT', body: { keep } });
  return made;
}

const rowOf = (id: string) =>
  env.DB.prepare('SELECT verdict, sample, shape FROM verdicts WHERE id = ?1')
    .bind(id)
    .first<{ verdict: string; sample: string }>();

test('a project keeps verdicts with their samples unless it decides otherwise', async () => {
  const { key } = await giveKey();
  expect(await callJson<DataSettings>(SETTINGS, { key })).toEqual({ keep: 'sample' });
  const verdict: Verdict = await callJson('/v1/score', { key, body: { sample, scorers } });
  expect(verdict).not.toHaveProperty('kept');
  const stored: StoredVerdict = await callJson(`/v1/verdicts/${verdict.id}`, { key });
  expect(stored.sample).toEqual(sample);
});

test('where nothing is kept, a request is scored and leaves no row', async () => {
  const { key, projectId } = await projectThatKeeps('nothing');
  const verdict: Verdict = await callJson('/v1/score', { key, body: { sample, scorers } });
  expect(verdict).toMatchObject({ stored: 'none', passed: false });
  const rows = await env.DB.prepare(
    `SELECT (SELECT count(*) FROM verdicts WHERE project_id = ?1)
       + (SELECT count(*) FROM verdict_labels WHERE project_id = ?1)
       + (SELECT count(*) FROM log_outbox WHERE project_id = ?1 AND kind = 'verdict') AS n`,
  )
    .bind(projectId)
    .first<{ n: number }>();
  expect(rows?.n).toBe(0);
});

test('scores alone keep no text of the sample, in the answer of the store or in any column', async () => {
  const { key, projectId } = await projectThatKeeps('scores');
  const body = { sample, scorers: [...scorers, 'detect-pii'], tags: ['t'] };
  const verdict: Verdict = await callJson('/v1/score', { key, body });
  expect(verdict).toMatchObject({ stored: 'now', kept: 'scores' });
  expect(verdict.scores[0]?.reason).not.toBe('Not kept.');
  const stored: StoredVerdict = await callJson(`/v1/verdicts/${verdict.id}`, { key });
  expect(stored).toMatchObject({ sample: {}, passed: verdict.passed, value: verdict.value });
  expect(stored.scores.map(({ value }) => value)).toEqual(verdict.scores.map(({ value }) => value));
  expect(stored.scores.every(({ reason }) => reason === 'Not kept.')).toBe(true);
  const { results } = await env.DB.prepare('SELECT * FROM verdicts WHERE project_id = ?1')
    .bind(projectId)
    .all();
  expect(JSON.stringify(results)).not.toMatch(/Ada|Who are you/);
  const lineage: VerdictLineage = await callJson(`/v1/verdicts/${verdict.id}/lineage`, { key });
  expect(lineage).toMatchObject({ exchanges: null, sample: { isKept: false } });
  const replay = await call(`/v1/verdicts/${verdict.id}/replay`, { key, method: 'POST' });
  expect(await replay.json()).toMatchObject({ status: 409, code: 'sample_not_kept' });
});

test('a request may keep less than its project, and is refused more', async () => {
  const { key } = await projectThatKeeps('sample');
  const ask = (keep: string, more = {}) =>
    call('/v1/score', { key, body: { sample, scorers, keep, ...more } });
  for (const [keep, stored] of [
    ['nothing', 'none'],
    ['scores', 'now'],
    ['sample', 'now'],
  ] as const) {
    expect(await (await ask(keep)).json()).toMatchObject({ stored });
  }
  for (const more of [{}, { metadata: { user: 'u1' } }]) {
    const refused = await ask('exchange', more);
    expect(await refused.json()).toMatchObject({
      status: 403,
      code: 'keep_not_allowed',
      errors: [{ pointer: '/keep' }],
    });
  }
  expect(await (await ask('all')).json()).toMatchObject({ code: 'invalid_request' });
});

test('a stream of scores is refused before it begins where it asks for more than is kept', async () => {
  const { key } = await projectThatKeeps('scores');
  const response = await call('/v1/score', {
    key,
    body: { sample, scorers, keep: 'sample' },
    headers: { Accept: 'text/event-stream' },
  });
  expect(response.status).toBe(403);
});

test('the setting is changed with the scope admin alone', async () => {
  const { key } = await giveKey(['score', 'read', 'suites']);
  const body = { keep: 'exchange' };
  expect((await call(SETTINGS, { key, method: 'PUT', body })).status).toBe(403);
  const { key: admin } = await giveKey();
  const refused = await call(SETTINGS, { key: admin, method: 'PUT', body: { keep: 'all' } });
  expect(await refused.json()).toMatchObject({ errors: [{ pointer: '/keep' }] });
});

test('queued verdicts are kept as the project says', async () => {
  const { key } = await projectThatKeeps('scores');
  const verdict: Verdict = await callJson('/v1/score', {
    key,
    body: { sample, scorers, store: 'queued' },
  });
  await expect.poll(() => rowOf(verdict.id)).toMatchObject({ sample: '{}' });
  expect(JSON.stringify(await rowOf(verdict.id))).not.toContain('Ada');
});

test('a guard that stores keeps what the project keeps', async () => {
  const { key } = await projectThatKeeps('scores');
  const body = { stage: 'output', text: 'My name is Ada.', store: 'now' };
  const { verdictId }: GuardResult = await callJson('/v1/guard', { key, body });
  const stored: StoredVerdict = await callJson(`/v1/verdicts/${verdictId}`, { key });
  expect(stored).toMatchObject({ sample: {}, kept: 'scores' });
  const none: GuardResult = await callJson('/v1/guard', {
    key,
    body: { ...body, keep: 'nothing' },
  });
  expect(none.stored).toBe('none');
});

test('with the exchange, the prompt and the raw answer of each call are in the lineage, and go with the verdict', async () => {
  const { key } = await projectThatKeeps('exchange');
  const judge = await stageJudge({ content: '```json\n{"reasoning":"Kind.","level":2}\n```' });
  const { askJson, ask } = workerWith(judge);
  const rubric = { scorer: 'rubric', params: { criterion: 'Is it kind?' } };
  const verdict: Verdict = await askJson('/v1/score', {
    key,
    body: { sample, scorers: [rubric, 'contains'] },
  });
  expect(verdict).toMatchObject({ stored: 'now', kept: 'exchange' });
  const { exchanges }: VerdictLineage = await askJson(`/v1/verdicts/${verdict.id}/lineage`, {
    key,
  });
  expect(exchanges).toHaveLength(1);
  expect(exchanges?.[0]).toMatchObject({ scorer: 'rubric', cached: false, error: null });
  expect(exchanges?.[0]?.answer).toContain('```json');
  expect(exchanges?.[0]?.messages.map(({ content }) => content).join('\n')).toContain(
    'Is it kind?',
  );
  const again: Verdict = await askJson('/v1/score', { key, body: { sample, scorers: [rubric] } });
  const cached: VerdictLineage = await askJson(`/v1/verdicts/${again.id}/lineage`, { key });
  expect(cached.exchanges).toMatchObject([{ cached: true, messages: [], answer: null }]);
  await ask(`/v1/verdicts/${verdict.id}`, { key, method: 'DELETE' });
  const left = await env.DB.prepare(
    'SELECT count(*) AS n FROM judge_exchanges WHERE verdict_id = ?1',
  )
    .bind(verdict.id)
    .first<{ n: number }>();
  expect(left?.n).toBe(0);
});

test('where no texts are kept, no answer of a judge is cached in the database', async () => {
  for (const keep of ['nothing', 'scores'] as const) {
    const { key, projectId } = await projectThatKeeps(keep);
    const judge = await stageJudge({ content: '{"reasoning":"Ada is kind.","level":2}' });
    const { askJson } = workerWith(judge);
    const rubric = { scorer: 'rubric', params: { criterion: 'Is it kind?' } };
    await askJson('/v1/score', { key, body: { sample, scorers: [rubric] } });
    const cached = await env.DB.prepare(
      'SELECT count(*) AS n FROM judge_cache WHERE project_id = ?1',
    )
      .bind(projectId)
      .first<{ n: number }>();
    expect(cached?.n).toBe(0);
  }
});

test('a batch that keeps scores empties its samples once they have their verdicts, and is not retried', async () => {
  const { key } = await projectThatKeeps('sample');
  const samples = [
    { id: 'a', ...sample },
    { id: 'b', ...sample, output: 'Charles.' },
  ];
  const { id, keep }: BatchReport = await callJson('/v1/batches', {
    key,
    body: { samples, scorers, keep: 'scores' },
  });
  expect(keep).toBe('scores');
  await untilEnded(id, key);
  const { results } = await env.DB.prepare(
    `SELECT s.sample, r.verdict, r.digest FROM batch_samples s
     JOIN batch_results r ON r.batch_id = s.batch_id AND r.at = s.at WHERE s.batch_id = ?1`,
  )
    .bind(id)
    .all();
  expect(results).toHaveLength(2);
  expect(JSON.stringify(results)).not.toMatch(/Ada|Charles/);
  const page: Page<BatchItem> = await callJson(`/v1/batches/${id}/results?include=sample`, { key });
  expect(page.items.map(({ sampleId, status }) => [sampleId, status])).toEqual([
    ['a', 'failed'],
    ['b', 'failed'],
  ]);
  expect(page.items.every((item) => item.sample === undefined)).toBe(true);
  expect(page.items[0]?.verdict).toMatchObject({ kept: 'scores' });
  expect(JSON.stringify(page)).not.toMatch(/Ada|Charles/);
  const retried = await call(`/v1/batches/${id}/retry`, { key, method: 'POST' });
  expect(await retried.json()).toMatchObject({ status: 409, code: 'sample_not_kept' });
});

test('samples that were not kept become no items of a data set', async () => {
  const { key } = await projectThatKeeps('scores');
  await callJson('/v1/score', { key, body: { sample, scorers, tags: ['bare'] } });
  const body = { name: 'from-scores', from: { verdicts: { tag: ['bare'] } } };
  const made = await call('/v1/datasets', { key, body });
  const text = await made.text();
  expect(made.ok && (JSON.parse(text) as { items: number }).items > 0, text).toBe(false);
});

test('a batch keeps the exchanges of each sample, shown with its result, and they go with it', async () => {
  const { key } = await projectThatKeeps('exchange');
  const body = {
    samples: [sample],
    scorers: [{ scorer: 'rubric', params: { criterion: 'Kind?' } }],
  };
  const { id }: BatchReport = await callJson('/v1/batches', { key, body });
  await untilEnded(id, key);
  const item: BatchItem = await callJson(`/v1/batches/${id}/results/0`, { key });
  // No judge is configured here: what was refused before it was sent is no exchange.
  expect(item).toMatchObject({ status: 'error' });
  expect(item).not.toHaveProperty('exchanges');
  await env.DB.prepare('INSERT INTO batch_exchanges VALUES (?1, 0, 1000, \'{"scorer":"rubric"}\')')
    .bind(id)
    .run();
  const shown: BatchItem = await callJson(`/v1/batches/${id}/results/0`, { key });
  expect(shown.exchanges).toEqual([{ scorer: 'rubric' }]);
  await call(`/v1/batches/${id}`, { key, method: 'DELETE' });
  const left = await env.DB.prepare('SELECT count(*) AS n FROM batch_exchanges WHERE batch_id = ?1')
    .bind(id)
    .first<{ n: number }>();
  expect(left?.n).toBe(0);
});

test('a project that keeps nothing takes no batch', async () => {
  const { key } = await projectThatKeeps('nothing');
  const refused = await call('/v1/batches', { key, body: { samples: [sample], scorers } });
  expect(await refused.json()).toMatchObject({ status: 403, code: 'keep_not_allowed' });
});
