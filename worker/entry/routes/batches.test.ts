import { env, exports } from 'cloudflare:workers';
import type { Batch, BatchItem, BatchReport, Page, Problem } from '@assay/schema/types.ts';
import { describe, expect, test } from 'vitest';
import { linesOf, samplesOf, untilEnded } from '../../testing/batches.ts';
import { call, callJson } from '../../testing/client.ts';
import { giveKey } from '../../testing/keys.ts';

const scorers = ['exact-match', 'levenshtein'];
const NDJSON = { 'Content-Type': 'application/x-ndjson' };

function postLines(path: string, body: string, headers: Record<string, string> = {}) {
  return call(path, { body, headers: { ...NDJSON, ...headers } });
}

async function problemOf(response: Response): Promise<Problem> {
  return response.json();
}

test('a batch of JSON is scored through the queue, with every result in input order', async () => {
  const response = await call('/v1/batches', {
    body: { samples: samplesOf(250), scorers, tags: ['nightly'], metadata: { commit: 'abc' } },
  });
  expect(response.status).toBe(202);
  const made = await response.json<Batch>();
  expect(made).toMatchObject({ status: 'running', tags: ['nightly'], metadata: { commit: 'abc' } });
  expect(made.counts.total).toBe(250);

  const batch = await untilEnded(made.id);
  expect(batch.status).toBe('completed');
  expect(batch.counts).toEqual({
    total: 250,
    pending: 0,
    scored: 250,
    passed: 167,
    failed: 83,
    abstained: 0,
    error: 0,
  });
  const [exact] = batch.statistics;
  expect(exact).toMatchObject({ name: 'exact-match', scored: 250, error: 0 });
  expect(exact?.mean?.value).toBeCloseTo(167 / 250, 10);
  expect(exact?.passRate?.low).toBeLessThan(167 / 250);

  const items: BatchItem[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const after: string = cursor === '' ? '' : `&cursor=${cursor}`;
    const page: Page<BatchItem> = await callJson(
      `/v1/batches/${made.id}/results?limit=100${after}`,
    );
    items.push(...page.items);
    cursor = page.nextCursor;
  }
  expect(items.map(({ index }) => index)).toEqual(Array.from({ length: 250 }, (_, i) => i));
  expect(items[2]).toMatchObject({ sampleId: 's2', status: 'failed', attempts: 1, error: null });
  expect(items[2]?.verdict?.scores.map(({ name }) => name)).toEqual(scorers);
  expect(items[2]?.verdict?.tags).toEqual(['nightly']);
});

describe('lines', () => {
  test('are streamed in, also gzipped, with the options in the query', async () => {
    const lines = linesOf(samplesOf(1_205));
    const zipped = await new Response(
      new Blob([lines]).stream().pipeThrough(new CompressionStream('gzip')),
    ).arrayBuffer();
    const { key } = await giveKey();
    const response = await exports.default.fetch(
      'http://localhost/v1/batches?scorers=exact-match,levenshtein&tag=a&metadata=k:v:w&priority=high',
      {
        method: 'POST',
        body: zipped,
        headers: { ...NDJSON, 'Content-Encoding': 'gzip', Authorization: `Bearer ${key}` },
      },
    );
    const made = await response.json<Batch>();
    expect(made).toMatchObject({ tags: ['a'], metadata: { k: 'v:w' }, priority: 'high' });
    expect((await untilEnded(made.id, key)).counts).toMatchObject({ total: 1_205, scored: 1_205 });
  });

  test('a suite stays as it was when the batch was made', async () => {
    await call('/v1/suites', { body: { name: 'fixed', scorers: ['exact-match'] } });
    const open = await call('/v1/batches', { body: { suite: 'fixed', open: true } });
    const { id, suite } = await open.json<Batch>();
    expect(suite).toMatchObject({ name: 'fixed', version: 1 });
    await call('/v1/suites/fixed/versions', { body: { scorers: ['levenshtein'] } });
    await postLines(`/v1/batches/${id}/samples`, linesOf(samplesOf(1)));
    await call(`/v1/batches/${id}/seal`, { method: 'POST' });
    const { statistics } = await untilEnded(id);
    expect(statistics.map(({ name }) => name)).toEqual(['exact-match']);
  });

  test('bad ones are refused with number and reason, and nothing is kept', async () => {
    const { key } = await giveKey();
    const good = '{"id":"a","output":"x","expected":"x"}\n';
    const body = `${good}\nnonsense\n{"output":1}\n{"id":"a","output":"y"}\n`;
    const response = await call('/v1/batches?scorers=exact-match', { body, key, headers: NDJSON });
    expect(response.status).toBe(400);
    const { errors } = await problemOf(response);
    expect(errors?.map(({ pointer }) => pointer)).toEqual([
      'line 3',
      'line 4 /output',
      'line 5 /id',
    ]);
    const repeated = await call('/v1/batches?scorers=exact-match', {
      body: `${good}\n${good}`,
      key,
      headers: NDJSON,
    });
    expect((await problemOf(repeated)).errors).toEqual([
      { pointer: 'line 3 /id', message: 'is the same as that of line 1' },
    ]);
    expect((await callJson<Page<Batch>>('/v1/batches', { key })).items).toEqual([]);
  });

  test.each([
    ['a number beyond the range of doubles', '{"output":"1","expected":1e999}', 'line 1 /expected'],
    [
      'a key that copies lose',
      '{"output":"1","metadata":{"__proto__":"x"}}',
      'line 1 /metadata/__proto__',
    ],
    ['an id that is not Unicode', '{"id":"\\ud800","output":"x"}', 'line 1 /id'],
  ])('with %s are refused, as in JSON', async (_, line, pointer) => {
    const response = await postLines('/v1/batches?scorers=json-diff', `${line}\n`);
    expect(response.status).toBe(400);
    expect((await problemOf(response)).errors?.map((error) => error.pointer)).toEqual([pointer]);
  });

  test('bad ones are skipped and listed when asked, and the rest keeps its lines', async () => {
    const body = `{"id":"a","output":"x","expected":"x"}\nnonsense\n{"id":"a","output":"y"}\n{"id":"b","output":"x","expected":"x"}`;
    const response = await postLines('/v1/batches?scorers=exact-match&onInvalid=skip', body);
    const made = await response.json<Batch>();
    expect(made.invalid).toEqual({
      count: 2,
      first: [
        { line: 2, message: 'is not JSON: send one sample per line' },
        { line: 3, message: '/id: is the same as that of line 1' },
      ],
    });
    expect((await untilEnded(made.id)).counts.total).toBe(2);
    const { items } = await callJson<Page<BatchItem>>(`/v1/batches/${made.id}/results`);
    expect(items.map(({ index, sampleId }) => [index, sampleId])).toEqual([
      [0, 'a'],
      [3, 'b'],
    ]);
  });

  test('a body that is not the gzip it says is refused', async () => {
    const response = await postLines('/v1/batches?scorers=exact-match', '{"output":"x"}\n', {
      'Content-Encoding': 'gzip',
    });
    expect(response.status).toBe(400);
    expect(await problemOf(response)).toMatchObject({ code: 'invalid_request' });
  });
});

describe('samples in JSON', () => {
  const a = { id: 'a', output: 'x', expected: 'x' };

  test('have all their faults named at once, by index', async () => {
    const samples = [a, { output: 1 }, { ...a, output: 'y' }, { id: 'b', ouput: 'z' }];
    const response = await call('/v1/batches', { body: { samples, scorers } });
    expect(response.status).toBe(400);
    const { errors } = await problemOf(response);
    expect(errors?.map(({ pointer }) => pointer)).toEqual([
      '/samples/1/output',
      '/samples/2/id',
      '/samples/3/ouput',
    ]);
    expect(errors?.[1]?.message).toBe('is the same as that of /samples/0');
  });

  test('are held to the ids of the batch that they are appended to', async () => {
    const { id } = await callJson<Batch>('/v1/batches', {
      body: { samples: [{ output: 'first' }, a], scorers, open: true },
    });
    const append = (samples: object[]) => call(`/v1/batches/${id}/samples`, { body: { samples } });
    const { errors } = await problemOf(await append([{ output: 1 }, a]));
    expect(errors).toMatchObject([
      { pointer: '/samples/0/output' },
      {
        pointer: '/samples/1/id',
        message: 'is the same as that of index 1 of the batch, sent in an earlier request',
      },
    ]);
    // What was looked at only to find faults is gone.
    const { counts } = await (await append([{ ...a, id: 'b' }])).json<Batch>();
    expect(counts.total).toBe(3);
  });
});

describe('an open batch', () => {
  async function openBatch(): Promise<string> {
    const made = await callJson<Batch>('/v1/batches', { body: { scorers, open: true } });
    expect(made).toMatchObject({ status: 'open', startedAt: null });
    return made.id;
  }

  test('takes appends, names repeats across them, and runs once it is sealed', async () => {
    const id = await openBatch();
    const samples = samplesOf(6);
    await postLines(`/v1/batches/${id}/samples`, linesOf(samples.slice(0, 3)));
    const refused = await postLines(
      `/v1/batches/${id}/samples`,
      linesOf([...samples.slice(4), samples[1]]),
    );
    expect((await problemOf(refused)).errors).toEqual([
      {
        pointer: 'line 3 /id',
        message: 'is the same as that of line 2 of the batch, sent in an earlier request',
      },
    ]);
    const appended = await callJson<Batch>(`/v1/batches/${id}/samples`, {
      body: { samples: samples.slice(3) },
    });
    expect(appended).toMatchObject({ status: 'open', counts: { total: 6 } });
    const sealed = await callJson<Batch>(`/v1/batches/${id}/seal`, { method: 'POST' });
    expect(sealed.status).not.toBe('open');
    expect((await untilEnded(id)).counts).toMatchObject({ total: 6, passed: 4, failed: 2 });
    const late = await postLines(`/v1/batches/${id}/samples`, linesOf(samplesOf(1)));
    expect(late.status).toBe(409);
    expect(await problemOf(late)).toMatchObject({ code: 'batch_not_open' });
  });

  test('an append repeated under its key adds nothing', async () => {
    const id = await openBatch();
    const body = '{"output":"x","expected":"x"}\n';
    const headers = { 'Idempotency-Key': `append-${id}` };
    await postLines(`/v1/batches/${id}/samples`, body, headers);
    const again = await postLines(`/v1/batches/${id}/samples`, body, headers);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect((await callJson<BatchReport>(`/v1/batches/${id}`)).counts.total).toBe(1);
  });

  test('sealed without a sample it has ended', async () => {
    const id = await openBatch();
    const sealed = await callJson<Batch>(`/v1/batches/${id}/seal`, { method: 'POST' });
    expect(sealed).toMatchObject({ status: 'completed', counts: { total: 0 } });
  });
});

test.each([
  ['no scorer', { samples: samplesOf(1) }, '/scorers'],
  ['an unknown field', { samples: samplesOf(1), scorers, what: 1 }, '/what'],
  [
    'a sample that cannot be read',
    { samples: [{ output: 'a' }, { output: 1 }], scorers },
    '/samples/1/output',
  ],
  ['samples that are no list', { samples: 3, scorers }, '/samples'],
])('%s is refused with a pointer', async (_, body, pointer) => {
  const response = await call('/v1/batches', { body });
  expect(response.status).toBe(400);
  const { errors } = await problemOf(response);
  expect(errors?.map((error) => error.pointer)).toContain(pointer);
});

test('a batch without samples that does not stay open is refused', async () => {
  expect((await call('/v1/batches', { body: { scorers } })).status).toBe(400);
  expect((await postLines('/v1/batches?scorers=exact-match', '\n\n')).status).toBe(400);
});

test('a request whose answer was lost finds its batch again under its key', async () => {
  const { key } = await giveKey();
  const request = {
    key,
    body: { samples: samplesOf(2), scorers },
    headers: { 'Idempotency-Key': 'lost' },
  };
  const first = await callJson<Batch>('/v1/batches', request);
  await env.DB.prepare(
    "UPDATE idempotency SET status = NULL, answer = NULL, lease_until_ms = 0 WHERE key = 'lost'",
  ).run();
  expect((await callJson<Batch>('/v1/batches', request)).id).toBe(first.id);
  expect((await callJson<Page<Batch>>('/v1/batches', { key })).items).toHaveLength(1);
});

test('batches are listed newest first, by status, suite, tag and time', async () => {
  const { key } = await giveKey();
  const make = (more: object) =>
    callJson<Batch>('/v1/batches', { key, body: { scorers, open: true, ...more } });
  const first = await make({ tags: ['x'] });
  const second = await make({ tags: ['y'] });
  await call(`/v1/batches/${second.id}/cancel`, { key, method: 'POST' });
  const list = async (query: string) =>
    (await callJson<Page<Batch>>(`/v1/batches${query}`, { key })).items.map(({ id }) => id);
  expect(await list('')).toEqual([second.id, first.id]);
  expect(await list('?tag=x')).toEqual([first.id]);
  expect(await list('?status=cancelled')).toEqual([second.id]);
  expect(await list('?suite=none')).toEqual([]);
  expect(await list('?to=2020-01-01T00:00:00Z')).toEqual([]);
  expect((await call('/v1/batches?what=1', { key })).status).toBe(400);
});

test('a deleted batch is gone', async () => {
  const { id } = await callJson<Batch>('/v1/batches', { body: { samples: samplesOf(3), scorers } });
  expect((await call(`/v1/batches/${id}`, { method: 'DELETE' })).status).toBe(204);
  expect((await call(`/v1/batches/${id}`)).status).toBe(404);
  expect((await call(`/v1/batches/${id}/results`)).status).toBe(404);
});
