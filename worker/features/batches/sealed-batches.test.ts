import { env } from 'cloudflare:workers';
import type { Sample } from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import { BY_LINE } from '../../core/line-source.ts';
import { ApiProblem } from '../../core/problem.ts';
import { createServices } from '../../services.ts';
import { createBatchWorld, newProject } from '../../testing/batch-world.ts';
import { dropDataKeys, rotateDataKey } from '../data-control/encryption.ts';
import { hashedResults } from '../records/result-hashes.ts';
import { getVerdict } from '../scoring/find-verdicts.ts';
import { exportProject } from '../transfer/export-project.ts';
import { importPages } from '../transfer/import-project.ts';
import { findRows, groupRows } from './find-rows.ts';
import { getItem, pageItems } from './stream-items.ts';

const MASTER = { ASSAY_ENCRYPTION_KEYS: `old:${'A'.repeat(43)}` };
const SECRET = 'a certain secret';

const samplesOf = (count: number): Sample[] =>
  Array.from({ length: count }, (_, i) => ({
    id: `s${i}`,
    input: `Question ${i}`,
    output: i % 2 === 0 ? `Answer ${i}, ${SECRET}` : 'right',
    expected: 'right',
    metadata: { user: `u${i % 3}`, isNew: true, age: 17 },
  }));

async function sealedBatch(count = 6) {
  const world = createBatchWorld(MASTER);
  const projectId = newProject();
  const batch = await world.make(projectId, samplesOf(count));
  await world.scoreAll();
  return { ...world, projectId, id: batch.id };
}

async function textsOf(id: string): Promise<string[]> {
  const { results } = await env.DB.prepare(
    'SELECT sample FROM batch_samples WHERE batch_id = ?1 ORDER BY at',
  )
    .bind(id)
    .all<{ sample: string }>();
  return results.map(({ sample }) => sample);
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (cause: unknown) => (cause instanceof ApiProblem ? cause.code : String(cause)),
  );

test('samples of a batch are ciphertext in the database, and themselves wherever they are read', async () => {
  const { projectId, id, services } = await sealedBatch();
  for (const text of await textsOf(id)) {
    expect(text).toMatch(/^enc1:dky_[0-9a-z]{26}:[A-Za-z0-9+/=]+$/);
  }
  const item = await getItem(projectId, id, '2', services);
  expect(item).toMatchObject({ status: 'failed', sample: samplesOf(3)[2] });
  const { items } = await pageItems(projectId, id, { include: 'sample' }, services);
  expect(items.map(({ sample }) => sample)).toEqual(samplesOf(6));
  const verdict = await getVerdict(projectId, item.verdict?.id ?? '', services);
  expect(verdict.sample).toEqual(samplesOf(3)[2]);
  const [leaf] = await services.logOutbox.first(projectId, 10);
  const { rows } = await hashedResults(projectId, [`${id}/0/0`], services);
  expect(rows.get(`${id}/0/0`)).toMatchObject({ hash: leaf?.hash, results: { withoutSample: 0 } });
});

test('samples are searched by text and metadata in input order, shown in brief, and sorted by scores', async () => {
  const { projectId, id, services } = await sealedBatch();
  const indexes = async (query: Parameters<typeof findRows>[2]) =>
    (await findRows(projectId, id, query, services)).items.map(({ index }) => index);
  expect(await indexes({ text: 'CERTAIN Secret' })).toEqual([0, 2, 4]);
  expect(await indexes({ metadata: ['user:u1'] })).toEqual([1, 4]);
  expect(await indexes({ metadata: ['user:u1', 'age:17', 'isNew:true'], text: 'secret' })).toEqual([
    4,
  ]);
  expect(await indexes({ metadata: ['other'] })).toEqual([]);
  expect(await indexes({ text: 'question 3', status: ['passed'] })).toEqual([3]);
  const first = await findRows(projectId, id, { text: SECRET, limit: 2 }, services);
  expect(first.items.map(({ input, output }) => [input, output])).toEqual([
    ['Question 0', `Answer 0, ${SECRET}`],
    ['Question 2', `Answer 2, ${SECRET}`],
  ]);
  const cursor = first.nextCursor ?? '';
  expect(await indexes({ text: SECRET, limit: 2, cursor })).toEqual([4]);
  expect((await indexes({ sort: '-value' })).slice(0, 3)).toEqual([1, 3, 5]);
});

test('what would need plaintext in the database is refused, and says why', async () => {
  const { projectId, id, services } = await sealedBatch();
  const rows = (query: Parameters<typeof findRows>[2]) =>
    codeOf(findRows(projectId, id, query, services));
  const groups = (query: Parameters<typeof groupRows>[2]) =>
    codeOf(groupRows(projectId, id, query, services));
  expect(await rows({ text: 'secret', sort: 'value' })).toBe('search_encrypted');
  expect(await groups({ by: 'metadata:user' })).toBe('search_encrypted');
  expect(await groups({ by: 'status', text: 'secret' })).toBe('search_encrypted');
  expect(await groups({ by: 'status' })).toBe('none');
});

test('two batches are compared as plain ones are, also where another question was asked', async () => {
  const world = await sealedBatch();
  const { projectId, id, services, make, scoreAll } = world;
  const changed = samplesOf(6).map((sample, i) =>
    i === 1 ? { ...sample, input: 'Else?' } : sample,
  );
  const other = await make(projectId, changed);
  await scoreAll();
  const pairs = await services.items.pairs(other.id, id, -1, 10);
  expect(pairs.map(({ isChanged }) => isChanged)).toEqual([0, 1, 0, 0, 0, 0]);
});

test('a dropped key makes samples unreadable at once; verdicts, rows and the log stay', async () => {
  const { projectId, id, services } = await sealedBatch();
  await rotateDataKey(projectId, services);
  expect((await getItem(projectId, id, '1', services)).sample).toEqual(samplesOf(2)[1]);
  await dropDataKeys(projectId, services);
  expect(await codeOf(getItem(projectId, id, '1', services))).toBe('sample_unreadable');
  const { items } = await pageItems(projectId, id, { include: 'sample' }, services);
  expect(items.map(({ sample, verdict }) => [sample, verdict !== null])).toEqual(
    items.map(() => [undefined, true]),
  );
  const rows = await findRows(projectId, id, {}, services);
  expect(rows.items.map(({ input, passed }) => [input, passed !== null])).toEqual(
    items.map(() => [null, true]),
  );
  expect((await findRows(projectId, id, { text: SECRET }, services)).items).toEqual([]);
  const [leaf] = await services.logOutbox.first(projectId, 10);
  const { rows: hashed } = await hashedResults(projectId, [`${id}/0/0`], services);
  expect(hashed.get(`${id}/0/0`)?.hash).toBe(leaf?.hash);
});

test('samples whose key is dropped before they are scored become errors that say so', async () => {
  const world = createBatchWorld(MASTER);
  const projectId = newProject();
  const { id } = await world.make(projectId, samplesOf(2));
  await dropDataKeys(projectId, world.services);
  await world.scoreAll();
  const { items } = await pageItems(projectId, id, {}, world.services);
  expect(items.map(({ error }) => error?.code)).toEqual(['sample_dropped', 'sample_dropped']);
  // A new batch has a new key.
  const next = await world.make(projectId, samplesOf(2));
  await world.scoreAll();
  expect((await getItem(projectId, next.id, '0', world.services)).status).toBe('failed');
});

test('a sample that was moved or changed in the database is refused, and is found by the log', async () => {
  const { projectId, id, services } = await sealedBatch();
  await env.DB.prepare(
    `UPDATE batch_samples SET sample = (SELECT sample FROM batch_samples WHERE batch_id = ?1 AND at = 0)
     WHERE batch_id = ?1 AND at = 2`,
  )
    .bind(id)
    .run();
  expect(await codeOf(getItem(projectId, id, '2', services))).toBe('sample_altered');
  const [leaf] = await services.logOutbox.first(projectId, 10);
  const { rows } = await hashedResults(projectId, [`${id}/0/0`], services);
  expect(rows.get(`${id}/0/0`)?.hash).not.toBe(leaf?.hash);
});

test('redacted samples are encrypted as they are kept', async () => {
  const world = createBatchWorld(MASTER);
  const projectId = newProject();
  const samples = [{ output: 'Mail ann.lee@acme.io', expected: 'x' }];
  const { id } = await world.make(projectId, samples, { redact: { stored: ['detect-pii'] } });
  await world.scoreAll();
  expect((await textsOf(id))[0]).toMatch(/^enc1:/);
  const { sample } = await getItem(projectId, id, '0', world.services);
  expect(sample?.output).toBe('Mail [EMAIL_1]');
});

test('an export is decrypted, and an import encrypts for its own project, or not at all', async () => {
  const { projectId, id, services } = await sealedBatch(3);
  const text = await new Response(exportProject(projectId, undefined, services)).text();
  expect(text).toContain(SECRET);
  const lines = text
    .trim()
    .split('\n')
    .map((line, i) => ({ number: i + 1, value: JSON.parse(line) }));
  for (const bindings of [MASTER, {}]) {
    await env.DB.batch(
      ['batches WHERE id', 'batch_samples WHERE batch_id', 'batch_results WHERE batch_id'].map(
        (of) => env.DB.prepare(`DELETE FROM ${of} = ?1`).bind(id),
      ),
    );
    const target = createServices({ ...env, ...bindings }, { log: () => {} });
    const to = newProject();
    await importPages(to, { lines: [lines], counting: BY_LINE }, target);
    const isSealed = 'ASSAY_ENCRYPTION_KEYS' in bindings;
    expect((await textsOf(id)).every((one) => one.startsWith('enc1:') === isSealed)).toBe(true);
    expect((await getItem(to, id, '2', target)).sample).toEqual(samplesOf(3)[2]);
    const found = await findRows(to, id, { text: SECRET }, target);
    expect(found.items.map(({ index }) => index)).toEqual([0, 2]);
  }
});
