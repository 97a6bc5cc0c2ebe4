import type { Batch, BatchComparison, BatchItem, BatchReport } from '@assay/schema/types.ts';
import { beforeAll, describe, expect, test } from 'vitest';
import { samplesOf, untilEnded } from '../../testing/batches.ts';
import { call, callJson } from '../../testing/client.ts';

const scorers = ['exact-match', 'levenshtein'];

async function makeBatch(samples: object[], more: object = {}): Promise<string> {
  const { id } = await callJson<Batch>('/v1/batches', { body: { samples, scorers, ...more } });
  await untilEnded(id);
  return id;
}

describe('results', () => {
  const samples = [
    ...samplesOf(450),
    { id: '=cmd|"x",y', output: 'a', expected: 'a' },
    { id: 'lacking', output: 'a' },
  ];
  let id: string;

  beforeAll(async () => {
    id = await makeBatch(samples);
  });

  test('stream as NDJSON, in input order, all of them', async () => {
    const response = await call(`/v1/batches/${id}/results?format=ndjson`);
    expect(response.headers.get('content-type')).toBe('application/x-ndjson');
    const items = (await response.text())
      .trim()
      .split('\n')
      .map((line): BatchItem => JSON.parse(line));
    expect(items.map(({ sampleId }) => sampleId)).toEqual(samples.map((sample) => sample.id));
    expect(items.at(-1)).toMatchObject({
      status: 'error',
      error: { code: 'sample_field_missing' },
    });
  });

  test('stream as CSV that a spreadsheet will not run', async () => {
    const response = await call(`/v1/batches/${id}/results?format=csv`);
    expect(response.headers.get('content-type')).toContain('text/csv');
    const lines = (await response.text()).trim().split('\r\n');
    expect(lines).toHaveLength(samples.length + 1);
    expect(lines[0]).toBe(
      'index,sampleId,status,passed,value,error,exact-match.value,exact-match.passed,exact-match.status,levenshtein.value,levenshtein.passed,levenshtein.status',
    );
    expect(lines[1]).toBe('0,s0,passed,true,1,,1,true,scored,1,true,scored');
    expect(lines.at(-2)).toMatch(/^450,"'=cmd\|""x"",y",passed,/);
    expect(lines.at(-1)).toBe('451,lacking,error,,,sample_field_missing,,,error,,,error');
  });

  test('are filtered by status', async () => {
    const { items } = await callJson<{ items: BatchItem[] }>(
      `/v1/batches/${id}/results?status=error`,
    );
    expect(items.map(({ sampleId }) => sampleId)).toEqual(['lacking']);
  });

  test('come with their samples where asked for, in pages and streams', async () => {
    const query = `status=error&include=sample`;
    const page = await callJson<{ items: BatchItem[] }>(`/v1/batches/${id}/results?${query}`);
    const sample = { id: 'lacking', output: 'a' };
    expect(page.items.map((item) => item.sample)).toEqual([sample]);
    const response = await call(`/v1/batches/${id}/results?${query}&format=ndjson`);
    expect(JSON.parse(await response.text())).toMatchObject({ sample });
  });

  test('end with an empty line where asked for, also if there are none', async () => {
    for (const [filter, count] of [
      ['', 452],
      ['&status=abstained', 0],
    ]) {
      const path = `/v1/batches/${id}/results?format=ndjson&endMark=true${filter}`;
      const lines = (await (await call(path)).text()).split('\n');
      expect(lines.slice(-2)).toEqual(['', '']);
      expect(lines).toHaveLength(Number(count) + 2);
    }
  });

  test.each(['cursor=5', 'limit=5', 'include=sample', 'endMark=true'])(
    'refuse what CSV has no place for: %s',
    async (query) => {
      const response = await call(`/v1/batches/${id}/results?format=csv&${query}`);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({
        errors: [{ pointer: `?${query.split('=')[0]}` }],
      });
    },
  );

  test('refuse a cursor that belongs to no page, and one with a stream', async () => {
    expect((await call(`/v1/batches/${id}/results?cursor=x`)).status).toBe(400);
    expect((await call(`/v1/batches/${id}/results?format=csv&limit=5`)).status).toBe(400);
  });
});

test('events report the batch until it has ended', async () => {
  const { id } = await callJson<Batch>('/v1/batches', {
    body: { samples: samplesOf(300), scorers },
  });
  const response = await call(`/v1/batches/${id}/events`);
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const events = (await response.text()).trim().split('\n\n');
  expect(events.at(-1)).toBe(`event: done\ndata: {"id":"${id}"}`);
  const last: BatchReport = JSON.parse(events.at(-2)?.split('data: ')[1] ?? '{}');
  expect(last).toMatchObject({ id, status: 'completed', counts: { total: 300, scored: 300 } });
  expect(last.statistics).toHaveLength(2);
});

describe('a comparison', () => {
  // Of 20 samples, the second batch loses 4 that the first had right, wins 1, and both miss 1.
  const outputOf = (i: number, wrong: number[]) => (wrong.includes(i) ? 'zzzzz' : 'right');
  const make = (wrong: number[], isBroken = (_: number) => false) =>
    makeBatch(
      Array.from({ length: 20 }, (_, i) => ({
        id: `p${i}`,
        output: outputOf(i, wrong),
        ...(isBroken(i) ? {} : { expected: 'right' }),
      })),
    );
  let base: string;
  let worse: string;

  beforeAll(async () => {
    base = await make([0, 1]);
    worse = await make([1, 2, 3, 4, 5]);
  });

  const compare = (query = '') =>
    callJson<BatchComparison>(`/v1/batches/${worse}/compare/${base}${query}`);

  test('pairs samples by id and tests what changed', async () => {
    const { pairs, scorers: compared, regressions } = await compare();
    expect(pairs).toBe(20);
    const exact = compared.find(({ name }) => name === 'exact-match');
    expect(exact).toMatchObject({ pairs: 20, wins: 1, losses: 4, ties: 15 });
    expect(exact?.mean).toMatchObject({ batch: 0.75, base: 0.9 });
    expect(exact?.passRate?.difference.value).toBeCloseTo(-0.15, 10);
    expect(exact?.mean?.difference.low).toBeLessThan(-0.15);
    // 1 against 4: twice (1 + 5) / 32, and the same less 5 / 32.
    expect(exact?.mcnemar).toEqual({
      onlyBatchPassed: 1,
      onlyBasePassed: 4,
      exactP: expect.closeTo(0.375, 10),
      midP: expect.closeTo(0.21875, 10),
    });
    const lost = regressions.filter(({ scorer }) => scorer === 'verdict');
    expect(lost.map(({ sampleId }) => sampleId)).toEqual(['p2', 'p3', 'p4', 'p5']);
  });

  test.each([
    ['', true],
    ['?maxRegression=0.2', true],
    ['?maxRegression=0.1', false],
    ['?maxRegression=0.2&scorer=exact-match', true],
    ['?maxRegression=0.1&scorer=exact-match', false],
    ['?minPassRate=0.7', true],
    ['?minPassRate=0.8', false],
    ['?minPassRate=0.1&scorer=unknown', false],
  ])('with the limits "%s" gives the gate %s', async (query, passed) => {
    const { gate } = await compare(query);
    expect(gate.passed, gate.failures.join(' ')).toBe(passed);
    expect(gate.failures.length === 0).toBe(passed);
  });

  test('a batch that lost values does not pass, and says which', async () => {
    const broken = await make([0, 1], (i) => i < 3);
    const {
      gate,
      unpaired,
      scorers: compared,
      regressions,
    } = await callJson<BatchComparison>(`/v1/batches/${broken}/compare/${base}?maxRegression=0.5`);
    expect(gate.passed).toBe(false);
    expect(gate.failures).toContain(
      '3 samples have a value for exact-match in the base, but not in the batch.',
    );
    expect(unpaired).toBe(0);
    expect(compared.find(({ name }) => name === 'exact-match')).toMatchObject({ lost: 3 });
    expect(regressions.map(({ sampleId }) => sampleId)).toContain('p2');
  });

  test('is the same each time', async () => {
    expect(await compare()).toEqual(await compare());
  });

  test('waits for both to have ended', async () => {
    const open = await callJson<Batch>('/v1/batches', { body: { scorers, open: true } });
    const response = await call(`/v1/batches/${worse}/compare/${open.id}`);
    expect(response.status).toBe(409);
    expect(await response.json()).toMatchObject({ code: 'batch_not_ended' });
  });

  test('refuses limits that are no shares', async () => {
    expect((await call(`/v1/batches/${worse}/compare/${base}?minPassRate=2`)).status).toBe(400);
  });
});
