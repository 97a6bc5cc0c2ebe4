import { env } from 'cloudflare:workers';
import type {
  BatchItem,
  BatchReport,
  DataSettings,
  Page,
  Replay,
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

const EMAIL = 'maria.keller@posteo.de';
const sample = { input: `Who is ${EMAIL}?`, output: `${EMAIL} is Maria.`, expected: EMAIL };
const rubric = { scorer: 'rubric', params: { criterion: 'Does it say who that is?' } };
const SETTINGS = '/v1/project/data-settings';

async function projectWith(settings: DataSettings): Promise<string> {
  const { key } = await giveKey();
  await callJson(SETTINGS, { key, method: 'PUT', body: settings });
  return key;
}

const said = (reasoning: string) => ({ content: JSON.stringify({ reasoning, level: 2 }) });

test('a judge sees tokens, and its reason comes back with what they stand for', async () => {
  const key = await projectWith({ keep: 'exchange', redact: { models: ['detect-pii'] } });
  const judge = await stageJudge(said('It says that [EMAIL_1] is Maria.'));
  const { askJson } = workerWith(judge);
  const verdict: Verdict = await askJson('/v1/score', {
    key,
    body: { sample, scorers: [rubric, 'contains'] },
  });
  expect(verdict.scores[0]?.reason).toContain(`${EMAIL} is Maria`);
  // Code of ours sees all.
  expect(verdict.scores[1]).toMatchObject({ passed: true });
  expect(verdict.lineage.redaction).toEqual({ stored: [], models: ['detect-pii'] });
  const heard = JSON.stringify(await judge.heard());
  expect(heard).toContain('[EMAIL_1]');
  expect(heard).not.toContain('keller');
  const lineage: VerdictLineage = await askJson(`/v1/verdicts/${verdict.id}/lineage`, { key });
  expect(JSON.stringify(lineage.exchanges)).not.toContain('keller');
  expect(lineage.scores[0]?.definition?.settings.redact).toMatchObject([{ scorer: 'detect-pii' }]);
  expect(lineage.scores[1]?.definition?.settings).not.toHaveProperty('redact');
});

test('a judge that sees less has another fingerprint, and its replay is equal', async () => {
  const key = await projectWith({ keep: 'sample' });
  const judge = await stageJudge(said('It is met.'));
  const { askJson } = workerWith(judge);
  const ask = (redact?: object) =>
    askJson<Verdict>('/v1/score', {
      key,
      body: { sample, scorers: [rubric], ...(redact && { redact }) },
    });
  const plain = await ask();
  const redacted = await ask({ models: ['detect-pii'] });
  const stricter = await ask({ models: [{ scorer: 'detect-pii', threshold: 0.9 }] });
  const prints = [plain, redacted, stricter].map(({ scores }) => scores[0]?.fingerprint);
  expect(new Set(prints).size).toBe(3);
  expect(plain.lineage).not.toHaveProperty('redaction');
  const replay: Replay = await askJson(`/v1/verdicts/${redacted.id}/replay`, {
    key,
    method: 'POST',
  });
  expect(replay).toMatchObject({ isEqual: true, changes: [] });
});

test('what is stored is redacted, in the sample and in what the verdict quotes of it', async () => {
  const key = await projectWith({ keep: 'exchange', redact: { stored: ['detect-pii'] } });
  const judge = await stageJudge(said(`It says that ${EMAIL} is Maria.`));
  const { askJson } = workerWith(judge);
  const verdict: Verdict = await askJson('/v1/score', {
    key,
    body: { sample, scorers: [rubric, 'contains', 'detect-pii'] },
  });
  expect(verdict.scores[0]?.reason).toContain(EMAIL);
  const stored: StoredVerdict = await askJson(`/v1/verdicts/${verdict.id}`, { key });
  expect(stored.sample).toEqual({
    input: 'Who is [EMAIL_1]?',
    output: '[EMAIL_1] is Maria.',
    expected: '[EMAIL_1]',
  });
  expect(stored.scores[0]?.reason).toContain('[EMAIL_1] is Maria');
  expect(stored.lineage.redaction).toEqual({ stored: ['detect-pii'], models: [] });
  const rows = await env.DB.prepare(
    'SELECT v.*, e.* FROM verdicts v LEFT JOIN judge_exchanges e ON e.verdict_id = v.id WHERE v.id = ?1',
  )
    .bind(verdict.id)
    .all();
  expect(JSON.stringify(rows.results)).not.toContain('keller');
  const lineage: VerdictLineage = await askJson(`/v1/verdicts/${verdict.id}/lineage`, { key });
  expect(lineage).toMatchObject({ sample: { isKept: false } });
  expect(JSON.stringify(lineage)).not.toContain('keller');
});

test('a request adds to what its project redacts, and cannot take from it', async () => {
  const key = await projectWith({ keep: 'sample', redact: { stored: ['detect-pii'] } });
  const secret = `AKIA${'YRWQXK5TBEHLZ2NC'}`;
  const body = {
    sample: { output: `${EMAIL} has ${secret}.` },
    scorers: [{ scorer: 'length', params: { max: 9 } }],
    redact: { stored: ['detect-secrets'] },
  };
  const { id }: Verdict = await callJson('/v1/score', { key, body });
  const { sample: kept }: StoredVerdict = await callJson(`/v1/verdicts/${id}`, { key });
  expect(kept.output).not.toContain('keller');
  expect(kept.output).not.toContain(secret);
});

test('a batch redacts its samples once they have their verdicts, and is not retried', async () => {
  const key = await projectWith({ keep: 'sample', redact: { stored: ['detect-pii'] } });
  const { id }: BatchReport = await callJson('/v1/batches', {
    key,
    body: {
      samples: [sample, { output: 'None.', expected: 'None.' }],
      scorers: ['contains', 'detect-pii'],
    },
  });
  await untilEnded(id, key);
  const page: Page<BatchItem> = await callJson(`/v1/batches/${id}/results?include=sample`, { key });
  expect(page.items[0]?.sample).toMatchObject({ output: '[EMAIL_1] is Maria.' });
  expect(page.items[0]?.verdict?.scores[0]).toMatchObject({ passed: true });
  expect(page.items[1]?.sample).toEqual({ output: 'None.', expected: 'None.' });
  const { results } = await env.DB.prepare('SELECT * FROM batch_samples WHERE batch_id = ?1')
    .bind(id)
    .all();
  expect(JSON.stringify([results, page])).not.toContain('keller');
  const retried = await call(`/v1/batches/${id}/retry`, { key, method: 'POST' });
  expect(await retried.json()).toMatchObject({ code: 'sample_not_kept' });
});

test('what sends texts to a model otherwise is refused where models are to see less', async () => {
  const key = await projectWith({ keep: 'sample', redact: { models: ['detect-pii'] } });
  const compared = await call('/v1/compare', { key, body: { a: sample, b: { output: 'x' } } });
  expect(await compared.json()).toMatchObject({ status: 409, code: 'redaction_unsupported' });
});

test('settings that no detector can follow are refused', async () => {
  const { key } = await giveKey();
  const put = async (redact: unknown) =>
    (await call(SETTINGS, { key, method: 'PUT', body: { keep: 'sample', redact } })).json();
  expect(await put({ models: ['detect-toxicity'] })).toMatchObject({ code: 'invalid_request' });
  expect(
    await put({ stored: [{ scorer: 'detect-pii', params: { kinds: ['nonsense'] } }] }),
  ).toMatchObject({ code: 'invalid_request' });
  expect(await callJson<DataSettings>(SETTINGS, { key })).toEqual({ keep: 'sample' });
});

test('a scorer may redact by itself, if it asks a model', async () => {
  const key = await projectWith({ keep: 'sample' });
  const judge = await stageJudge(said('It is met.'));
  const { askJson, ask } = workerWith(judge);
  await askJson('/v1/score', {
    key,
    body: { sample, scorers: [{ ...rubric, redact: ['detect-pii'] }] },
  });
  expect(JSON.stringify(await judge.heard())).not.toContain('keller');
  const refused = await ask('/v1/score', {
    key,
    body: { sample, scorers: [{ scorer: 'contains', redact: ['detect-pii'] }] },
  });
  expect(await refused.json()).toMatchObject({ errors: [{ pointer: '/scorers/0/redact' }] });
});
