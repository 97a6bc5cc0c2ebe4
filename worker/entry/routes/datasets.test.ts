import type {
  Batch,
  BatchComparison,
  BatchItem,
  BatchReport,
  Dataset,
  DatasetDiff,
  DatasetItem,
  DatasetItemRecord,
  DatasetUpload,
  Page,
  Problem,
  Verdict,
} from '@assay/schema/types.ts';
import { beforeAll, describe, expect, test } from 'vitest';
import { linesOf, untilEnded } from '../../testing/batches.ts';
import { call, callJson } from '../../testing/client.ts';
import { giveKey } from '../../testing/keys.ts';

const NDJSON = { 'Content-Type': 'application/x-ndjson' };
let key: string;

beforeAll(async () => {
  ({ key } = await giveKey());
});

function items(count: number, output = (i: number) => `answer ${i}`): DatasetItem[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `i${String(i).padStart(4, '0')}`,
    sample: { input: `question ${i}`, output: output(i), expected: `answer ${i}` },
    split: i % 4 === 0 ? 'test' : 'train',
    tags: i % 2 === 0 ? ['even'] : [],
  }));
}

function create(name: string, given: readonly DatasetItem[]): Promise<Dataset> {
  const path = `/v1/datasets?name=${name}`;
  return callJson(path, { key, body: linesOf(given), headers: NDJSON });
}

async function refusal(response: Promise<Response>): Promise<Problem> {
  return (await response).json();
}

async function itemsOf(path: string): Promise<DatasetItem[]> {
  const text = await (await call(`/v1/datasets/${path}`, { key })).text();
  return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));
}

describe('items', () => {
  test('go in and out as lines, the same bytes each time', async () => {
    const given = items(1_234);
    const { counts, splits, hash } = await create('lines', given);
    expect(counts).toMatchObject({ items: 1_234, labelled: 0 });
    expect(splits).toEqual({ test: 309, train: 925 });
    const response = await call('/v1/datasets/lines/items?format=ndjson&endMark=true', { key });
    const text = await response.text();
    expect(text.endsWith('}\n\n')).toBe(true);
    expect(
      text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(given);
    const copy = await callJson<Dataset>('/v1/datasets?name=lines-copy', {
      ...{ key, body: text, headers: NDJSON },
    });
    expect(copy.hash).toBe(hash);
  });

  test('are read in pages, by split and tags', async () => {
    await create('pages', items(50));
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const after: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const path = `/v1/datasets/pages/items?limit=7&split=train&tag=even${after}`;
      const page: Page<DatasetItem> = await callJson(path, { key });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    const expected = items(50).filter(({ split, tags }) => split === 'train' && tags?.length);
    expect(seen).toEqual(expected.map(({ id }) => id));
  });

  test('that are faulty are named by line, field and id, and nothing is stored', async () => {
    const body = `${linesOf(items(2))}nonsense\n{"id":"x","sample":{"output":1}}\n{"id":"i0001","sample":{}}\n`;
    const problem = await refusal(call('/v1/datasets?name=faulty', { key, body, headers: NDJSON }));
    expect(problem).toMatchObject({
      code: 'invalid_request',
      errors: [
        { pointer: 'line 3' },
        { pointer: 'line 4 /sample/output' },
        { pointer: 'line 5 /id', message: '"i0001" is the same as that of line 2' },
      ],
    });
    expect((await call('/v1/datasets/faulty', { key })).status).toBe(404);
  });

  test.each([
    ['an unknown field', { id: 'a', sample: {}, other: 1 }, '/items/0/other'],
    ['a removal without a base', { id: 'a', remove: true }, '/items/0/sample'],
    ['an id with a line break', { id: 'a\nb', sample: {} }, '/items/0/id'],
    ['a negative weight', { id: 'a', sample: {}, weight: -1 }, '/items/0/weight'],
  ])('with %s are refused', async (_, item, pointer) => {
    const body = { name: 'refused', items: [item] };
    const { errors } = await refusal(call('/v1/datasets', { key, body }));
    expect(errors?.map((error) => error.pointer)).toContain(pointer);
  });

  test('of a mebibyte go in and out, longer ones are refused', async () => {
    const large = (bytes: number) =>
      JSON.stringify({ id: 'a', sample: { input: 'q', metadata: { x: 'x'.repeat(bytes) } } });
    const body = `${large(1_000_000)}\n`;
    await callJson('/v1/datasets?name=large', { key, body, headers: NDJSON });
    expect(await itemsOf('large/items?format=ndjson')).toEqual([JSON.parse(body)]);
    const longer = call('/v1/datasets?name=larger', {
      ...{ key, body: large(1_048_576), headers: NDJSON },
    });
    expect((await refusal(longer)).errors?.[0]).toMatchObject({ pointer: 'line 1' });
  });
});

describe('versions', () => {
  test('are added, listed, and read by number for ever', async () => {
    const first = await create('growing', items(30));
    const base = {
      base: 1,
      items: [
        { id: 'i0003', remove: true },
        { id: 'z', sample: {} },
      ],
    };
    const second = await callJson<Dataset>('/v1/datasets/growing/versions', { key, body: base });
    expect(second).toMatchObject({ version: 2, counts: { items: 30 }, origin: { base: 1 } });
    const same = await call('/v1/datasets/growing/versions', { key, body: { base: 2 } });
    expect([same.status, await same.json()]).toEqual([200, second]);
    const { items: versions } = await callJson<Page<Dataset>>('/v1/datasets/growing/versions', {
      key,
    });
    expect(versions).toEqual([second, first]);
    expect(await itemsOf('growing@1/items?format=ndjson')).toEqual(items(30));
    const exists = await refusal(call('/v1/datasets', { key, body: { name: 'growing' } }));
    expect(exists.code).toBe('dataset_exists');
  });

  test('are compared item by item, in pages, with the fields that differ', async () => {
    await create('compared', items(10));
    const changes = [
      { ...items(10)[1], labels: [{ question: 'ok', value: true }] },
      { ...items(10)[2], sample: { ...items(10)[2]?.sample, output: 'other' } },
      { id: 'i0004', remove: true },
      { id: 'new', sample: { output: 'n' } },
    ];
    await callJson('/v1/datasets/compared/versions', { key, body: { base: 1, items: changes } });
    const path = '/v1/datasets/compared@2/diff/compared@1';
    const first = await callJson<DatasetDiff>(`${path}?limit=2&include=items`, { key });
    expect(first).toMatchObject({
      dataset: { version: 2 },
      base: { version: 1 },
      counts: { added: 1, removed: 1, changed: 2, unchanged: 7 },
      items: [
        { id: 'i0001', change: 'changed', fields: ['/labels'], before: items(10)[1] },
        { id: 'i0002', change: 'changed', fields: ['/sample/output'], after: changes[1] },
      ],
    });
    const rest = await callJson<DatasetDiff>(`${path}?cursor=${first.nextCursor}`, { key });
    expect(rest).toMatchObject({
      counts: null,
      items: [
        { id: 'i0004', change: 'removed', fields: [] },
        { id: 'new', change: 'added', fields: [] },
      ],
      nextCursor: null,
    });
  });

  test('keep the history of each item', async () => {
    await create('history', items(3));
    const edited = { ...items(3)[1], sample: { output: 'edited' } };
    const add = (body: object) => callJson('/v1/datasets/history/versions', { key, body });
    await add({ base: 1, items: [edited] });
    await add({ base: 2, items: [{ id: 'i0002', remove: true }] });
    const { item, history } = await callJson<DatasetItemRecord>(
      ...(['/v1/datasets/history@1/items/i0001', { key }] as const),
    );
    expect(item).toEqual(items(3)[1]);
    expect(history.map(({ since, until }) => [since, until])).toEqual([
      [2, null],
      [1, 2],
    ]);
    expect((await call('/v1/datasets/history@3/items/i0002', { key })).status).toBe(404);
    expect((await call('/v1/datasets/history@2/items/i0002', { key })).status).toBe(200);
  });
});

test('an upload takes items in parts, and is a version once it is sealed', async () => {
  const path = '/v1/datasets/parts/uploads';
  const upload = await callJson<DatasetUpload>(path, { key, body: {} });
  const append = (given: readonly DatasetItem[]) =>
    call(`${path}/${upload.id}/items`, { key, body: linesOf(given), headers: NDJSON });
  await append(items(20).slice(0, 15));
  const twice = await refusal(append(items(20).slice(14)));
  expect(twice.errors).toEqual([
    {
      pointer: 'line 1 /id',
      message: '"i0014" is the same as that of line 15 of the upload, sent in an earlier request',
    },
  ]);
  expect((await call('/v1/datasets/parts', { key })).status).toBe(404);
  await append(items(20).slice(15));
  expect(await callJson(`${path}/${upload.id}`, { key })).toMatchObject({ lines: 20 });
  const seal = () => callJson<Dataset>(`${path}/${upload.id}/seal`, { key, method: 'POST' });
  const sealed = await seal();
  expect(sealed).toMatchObject({ version: 1, counts: { items: 20 } });
  expect(await seal()).toEqual(sealed);
  expect((await refusal(append(items(1)))).code).toBe('upload_not_open');
  expect(await itemsOf('parts/items?format=ndjson')).toEqual(items(20));
});

describe('stored samples become items', () => {
  test('those of verdicts that match a filter, the newest of each id', async () => {
    const score = (id: string, output: string) =>
      callJson<Verdict>('/v1/score', {
        key,
        body: {
          sample: { id, output, expected: 'right' },
          scorers: ['exact-match', 'levenshtein'],
          tags: ['live'],
        },
      });
    await score('a', 'wrong');
    await score('b', 'right');
    await score('a', 'still wrong');
    await score('c\n', 'wrong too');
    const from = { verdicts: { failed: 'exact-match', tag: ['live'] } };
    const body = { name: 'failures', from };
    const made = await callJson<Dataset>('/v1/datasets', { key, body });
    expect(made).toMatchObject({ counts: { items: 2 }, origin: { base: null, from } });
    const found = await itemsOf('failures/items?format=ndjson');
    expect(found[0]).toEqual({
      id: 'a',
      sample: { id: 'a', output: 'still wrong', expected: 'right' },
    });
    expect(found[1]?.id).toMatch(/^ver_/);
  });

  test('those of results of a batch', async () => {
    const samples = items(10, (i) => (i < 3 ? 'wrong' : `answer ${i}`)).map(({ sample }) => sample);
    const { id } = await callJson<Batch>('/v1/batches', {
      ...{ key, body: { samples, scorers: ['exact-match'] } },
    });
    await untilEnded(id, key);
    const from = { batch: { id, failed: 'exact-match' } };
    await callJson('/v1/datasets', { key, body: { name: 'failed', from } });
    const found = await itemsOf('failed/items?format=ndjson');
    expect(found.map((item) => item.id)).toEqual([`${id}:0`, `${id}:1`, `${id}:2`]);
    const both = { name: 'both', from, items: items(1) };
    const { errors } = await refusal(call('/v1/datasets', { key, body: both }));
    expect(errors).toEqual([{ pointer: '/items', message: 'must be omitted if `from` is given' }]);
  });
});

describe('a batch of a data set', () => {
  test('scores the items of a version, pairs them by id, and keeps the version', async () => {
    await create(
      'scored',
      items(40, (i) => (i % 4 === 0 ? 'wrong' : `answer ${i}`)),
    );
    const run = async (dataset: unknown) => {
      const body = { dataset, scorers: ['exact-match'] };
      return untilEnded((await callJson<Batch>('/v1/batches', { key, body })).id, key);
    };
    const first = await run('scored');
    const { hash } = await callJson<Dataset>('/v1/datasets/scored@1', { key });
    expect(first.dataset).toEqual({ name: 'scored', version: 1, hash, split: null, tags: [] });
    expect(first.counts).toMatchObject({ total: 40, passed: 30, failed: 10 });
    const fix = [{ ...items(40)[0], sample: { output: 'answer 0', expected: 'answer 0' } }];
    await callJson('/v1/datasets/scored/versions', { key, body: { base: 1, items: fix } });
    const second = await run({ name: 'scored@2', split: 'test', tags: ['even'] });
    expect(second.counts).toMatchObject({ total: 10, passed: 1, failed: 9 });
    const results = await callJson<Page<BatchItem>>(`/v1/batches/${second.id}/results`, { key });
    expect(results.items[0]).toMatchObject({ sampleId: 'i0000', status: 'passed' });
    const comparison = await callJson<BatchComparison>(
      ...([`/v1/batches/${second.id}/compare/${first.id}`, { key }] as const),
    );
    expect(comparison).toMatchObject({ pairs: 10 });

    const used = await refusal(call('/v1/datasets/scored@1', { key, method: 'DELETE' }));
    expect(used).toMatchObject({
      code: 'dataset_in_use',
      detail: `scored@1 is used by the batch ${first.id}. Delete first what refers to it.`,
    });
    expect((await call('/v1/datasets/scored', { key, method: 'DELETE' })).status).toBe(409);
    await call(`/v1/batches/${first.id}`, { key, method: 'DELETE' });
    expect((await call('/v1/datasets/scored@1', { key, method: 'DELETE' })).status).toBe(204);
    expect((await call('/v1/datasets/scored@1', { key })).status).toBe(404);
    expect(await itemsOf('scored@2/items?format=ndjson')).toHaveLength(40);
  });

  test('has statistics in which each sample counts for the weight of its item', async () => {
    // People drew the wrong ones nine times as often: each stands for a ninth of the others.
    const weighted = items(40, (i) => (i % 4 === 0 ? 'wrong' : `answer ${i}`)).map((item, i) =>
      i % 4 === 0 ? item : { ...item, weight: 9 },
    );
    await create('weighted', weighted);
    await create('better', items(40));
    const run = async (dataset: string) => {
      const body = { dataset, scorers: [{ scorer: 'exact-match', threshold: 1 }] };
      return untilEnded((await callJson<Batch>('/v1/batches', { key, body })).id, key);
    };
    const [batch, base] = [await run('weighted'), await run('better')];
    const { statistics } = await callJson<BatchReport>(`/v1/batches/${batch.id}`, { key });
    expect(statistics[0]).toMatchObject({
      passRate: { value: 0.75 },
      weighted: {
        mean: { value: expect.closeTo(270 / 280, 9) },
        passRate: { value: expect.closeTo(270 / 280, 9) },
        effective: expect.closeTo(280 ** 2 / (10 + 30 * 81), 6),
      },
    });
    expect(statistics[0]?.weighted?.passRate?.low).toBeLessThan(0.9);
    const comparison = await callJson<BatchComparison>(
      ...([`/v1/batches/${batch.id}/compare/${base.id}`, { key }] as const),
    );
    const compared = comparison.scorers.find(({ name }) => name === 'exact-match');
    expect(compared?.passRate?.difference.value).toBe(-0.25);
    expect(compared?.weighted?.passRate?.value).toBeCloseTo(-10 / 280, 9);
    const plain = await callJson<BatchReport>(`/v1/batches/${base.id}`, { key });
    expect(plain.statistics[0]).not.toHaveProperty('weighted');
  });

  test.each([
    ['no data set of the name', { dataset: 'nowhere' }, 'unknown_dataset'],
    ['no such version', { dataset: 'refusing@99' }, 'unknown_dataset'],
    ['samples beside it', { dataset: 'refusing', samples: [{ output: 'x' }] }, 'invalid_request'],
    ['nothing in the split', { dataset: { name: 'refusing', split: 'x' } }, 'invalid_request'],
    ['more to come', { dataset: 'refusing', open: true }, 'invalid_request'],
  ])('is refused with %s', async (_, given, code) => {
    await call('/v1/datasets', { key, body: { name: 'refusing', items: items(2) } });
    const body = { scorers: ['exact-match'], ...given };
    expect((await refusal(call('/v1/batches', { key, body }))).code).toBe(code);
    // What was refused keeps no version from being deleted.
    expect((await call('/v1/datasets/refusing', { key, method: 'DELETE' })).status).toBe(204);
  });
});

test('a request that is repeated under its key makes one version', async () => {
  const headers = { 'Idempotency-Key': 'once' };
  const body = { name: 'once', items: items(5) };
  const first = await callJson<Dataset>('/v1/datasets', { key, body, headers });
  expect(await callJson('/v1/datasets', { key, body, headers })).toEqual(first);
  expect((await refusal(call('/v1/datasets', { key, body }))).code).toBe('dataset_exists');
});
