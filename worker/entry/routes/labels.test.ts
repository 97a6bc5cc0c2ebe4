import { env } from 'cloudflare:workers';
import type { Batch, Label, Page, Problem, TargetLabels, Verdict } from '@assay/schema/types.ts';
import { beforeAll, expect, test } from 'vitest';
import { call, callJson } from '../../testing/client.ts';
import { giveKey } from '../../testing/keys.ts';

const sample = { output: 'a', expected: 'a' };
const scorers = ['levenshtein'];
let key: string;

beforeAll(async () => {
  ({ key } = await giveKey());
  const body = { kind: 'pass-fail', text: 'Is it right?' };
  await callJson('/v1/questions', { key, body: { name: 'right', ...body } });
  const levels = [{ anchor: 'Bad.' }, { anchor: 'Fair.' }, { anchor: 'Good.' }];
  await callJson('/v1/questions', {
    key,
    body: { name: 'grade', kind: 'levels', text: 'How good?', levels },
  });
});

async function newVerdict(owner = key): Promise<string> {
  const body = { sample, scorers };
  return (await callJson<Verdict>('/v1/score', { key: owner, body })).id;
}

const push = (body: object, owner = key) => call('/v1/labels', { key: owner, body });
const pushed = async (body: object) => {
  const response = await push(body);
  expect(response.status).toBe(200);
  return response.json();
};

async function finalOf(question: string): Promise<TargetLabels[]> {
  const path = `/v1/labels/final?question=${question}&limit=100`;
  return (await callJson<Page<TargetLabels>>(path, { key })).items;
}

test('labels sent twice are there once, and a correction keeps what it corrects', async () => {
  const verdictId = await newVerdict();
  const label = { target: { verdictId }, value: false, comment: 'Wrong year.' };
  const body = { question: 'right', by: 'anna', labels: [label] };
  expect(await pushed(body)).toEqual({ added: 1, corrected: 0, unchanged: 0 });
  expect(await pushed(body)).toEqual({ added: 0, corrected: 0, unchanged: 1 });
  const corrected = { ...body, labels: [{ ...label, value: true }] };
  expect(await pushed(corrected)).toEqual({ added: 0, corrected: 1, unchanged: 0 });
  const { items } = await callJson<Page<Label>>('/v1/labels?question=right@1&by=anna', { key });
  expect(items.map(({ value, revision }) => ({ value, revision }))).toEqual([
    { value: true, revision: 2 },
    { value: false, revision: 1 },
  ]);
  expect(items[0]).toMatchObject({ question: 'right@1', target: { verdictId }, origin: 'bulk' });
  const [final] = (await finalOf('right')).filter(
    ({ target }) => 'verdictId' in target && target.verdictId === verdictId,
  );
  expect(final).toMatchObject({ value: true, basis: 'single', weight: 1 });
});

test('of several people the majority decides, and where there is none nothing is final', async () => {
  const ids = [await newVerdict(), await newVerdict()];
  const said: [string, number[]][] = [
    ['anna', [3, 1]],
    ['ben', [3, 2]],
    ['cleo', [1, 3]],
  ];
  for (const [by, values] of said) {
    const labels = values.map((value, i) => ({ target: { verdictId: ids[i] }, value }));
    await pushed({ question: 'grade@1', by, labels });
  }
  const [agreed, open] = await finalOf('grade');
  expect(agreed).toMatchObject({ value: 3, basis: 'majority', isUnanimous: false });
  expect(agreed?.labels.map(({ by, value }) => [by, value])).toEqual([
    ['anna', 3],
    ['ben', 3],
    ['cleo', 1],
  ]);
  expect(open).toMatchObject({ value: null, basis: null });
});

test('samples of a batch and items of a data set are labelled by id, place or version', async () => {
  const batch = await callJson<Batch>('/v1/batches', {
    key,
    body: { scorers, samples: [{ ...sample, id: 'one' }, sample] },
  });
  const { items } = await callJson<Page<Label>>('/v1/labels', { key });
  const { projectId } = await env.DB.prepare(
    'SELECT project_id AS projectId FROM labels WHERE id = ?1',
  )
    .bind(items[0]?.id)
    .first<{ projectId: string }>()
    .then((row) => row ?? { projectId: '' });
  await env.DB.batch([
    env.DB.prepare(
      `INSERT INTO datasets (project_id, name, version, description, hash, items, labelled, bytes,
         splits, origin, created_at_ms) VALUES (?1, 'golden', 2, '', '', 1, 0, 1, '{}', '{}', 0)`,
    ).bind(projectId),
    env.DB.prepare(
      `INSERT INTO dataset_items (project_id, name, item_id, since, until, hash)
       VALUES (?1, 'golden', 'kept: ä', 1, 9, 'h'), (?1, 'golden', 'late', 3, 9, 'h')`,
    ).bind(projectId),
  ]);
  const item = { dataset: 'golden@2', itemId: 'kept: ä' };
  const targets = [
    { batchId: batch.id, sampleId: 'one' },
    { batchId: batch.id, index: 1 },
    item,
    { sampleHash: `sha256:${'0'.repeat(64)}` },
  ];
  const send = (list: object[]) =>
    push({
      question: 'right',
      by: 'dora',
      labels: list.map((target) => ({ target, value: true })),
    });
  expect((await send(targets)).status).toBe(200);
  const kept = (await finalOf('right'))
    .filter(({ labels }) => labels[0]?.by === 'dora')
    .map(({ target }) => target);
  expect(kept).toEqual([
    { batchId: batch.id, index: 0 },
    { batchId: batch.id, index: 1 },
    item,
    targets[3],
  ]);
  const missing = await send([
    { batchId: batch.id, sampleId: 'two' },
    { batchId: batch.id, index: 2 },
    { dataset: 'golden@2', itemId: 'late' },
    { dataset: 'golden@3', itemId: 'late' },
  ]);
  const { errors } = await missing.json<Problem>();
  expect(errors?.map(({ pointer }) => pointer)).toEqual(
    [0, 1, 2, 3].map((i) => `/labels/${i}/target`),
  );
});

test('one fault refuses all labels, and each fault is named', async () => {
  const verdictId = await newVerdict();
  const { key: other } = await giveKey();
  const theirs = await newVerdict(other);
  const response = await push({
    question: 'grade',
    labels: [
      { target: { verdictId }, value: 3, by: 'emil' },
      { target: { verdictId }, value: 4, by: 'fay' },
      { target: { verdictId: theirs }, value: 1, by: 'fay' },
      { target: { verdictId }, value: 1 },
      { target: { verdictId }, value: 2, by: 'emil' },
      { target: { verdictId }, value: 2, by: 'gus', question: 'grade@9' },
    ],
  });
  expect(response.status).toBe(400);
  const { errors } = await response.json<Problem>();
  expect(errors?.map(({ pointer }) => pointer)).toEqual([
    '/labels/1/value',
    '/labels/2/target',
    '/labels/3/by',
    '/labels/4',
    '/labels/5/question',
  ]);
  expect((await callJson<Page<Label>>('/v1/labels?by=emil', { key })).items).toEqual([]);
});

test('many labels come in one request, and are read a page at a time', async () => {
  const hashes = Array.from({ length: 1_000 }, (_, i) => `sha256:${String(i).padStart(64, '0')}`);
  await callJson('/v1/questions', { key, body: { name: 'many', kind: 'text', text: 'Say it.' } });
  const labels = hashes.map((sampleHash) => ({ target: { sampleHash }, value: 'so' }));
  expect(await pushed({ question: 'many', by: 'anna', labels })).toMatchObject({ added: 1_000 });
  const seen: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
    const page: Page<TargetLabels> = await callJson(
      `/v1/labels/final?question=many&limit=100${query}`,
      { key },
    );
    seen.push(
      ...page.items.flatMap(({ target }) => ('sampleHash' in target ? target.sampleHash : [])),
    );
    cursor = page.nextCursor;
  }
  expect(seen).toEqual(hashes);
});
