import { env } from 'cloudflare:workers';
import type { RowFilter } from '@assay/schema/batch-rows.ts';
import type { Batch, Sample } from '@assay/schema/types.ts';
import { beforeAll, describe, expect, test } from 'vitest';
import { BY_LINE } from '../../core/line-source.ts';
import { createBatchWorld, newProject } from '../../testing/batch-world.ts';
import { cancelBatch } from './control-batch.ts';
import { createBatch } from './create-batch.ts';
import { findRows, groupRows } from './find-rows.ts';

const world = createBatchWorld();
const projectId = newProject();
const scorers = ['exact-match', 'levenshtein'];
let base: Batch;
let batch: Batch;

const sample = (id: string, output: string, more: Partial<Sample> = {}): Sample => ({
  id,
  input: `Question ${id}`,
  output,
  expected: 'right',
  ...more,
});

beforeAll(async () => {
  base = await world.make(
    projectId,
    [
      sample('kept', 'right'),
      sample('lost', 'right'),
      sample('won', 'wrong'),
      sample('gone', 'right'),
      sample('missing', 'right'),
    ],
    { scorers, tags: ['runs'] },
  );
  await world.scoreAll();
  batch = await world.make(
    projectId,
    [
      sample('new', 'wrong', { metadata: { lang: 'de', 'a.b': 1, ok: true } }),
      sample('won', 'right', { metadata: { lang: 'en', ok: false } }),
      sample('lost', 'rigth', { input: 'Größe in 5/8" <b>' }),
      { id: 'gone', input: 'Question gone', output: 'right' },
      sample('kept', 'right'),
    ],
    { scorers, tags: ['runs', 'other'] },
  );
  await world.scoreAll();
});

async function idsOf(filter: RowFilter): Promise<(string | null)[]> {
  const ids: (string | null)[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const query = { ...filter, limit: filter.limit ?? 2, ...(cursor && { cursor }) };
    const page = await findRows(projectId, batch.id, query, world.services);
    ids.push(...page.items.map(({ sampleId }) => sampleId));
    cursor = page.nextCursor;
  }
  return ids;
}

describe('rows of a batch', () => {
  test('have the scores and the beginnings of the texts, but no payload', async () => {
    const long = await world.make(projectId, [sample('long', 'x'.repeat(5_000))]);
    await world.scoreAll();
    const { items } = await findRows(projectId, long.id, {}, world.services);
    expect(items).toEqual([
      {
        index: 0,
        sampleId: 'long',
        status: 'failed',
        value: 0,
        passed: false,
        scores: [{ name: 'exact-match', status: 'scored', value: 0, passed: false }],
        error: null,
        latencyMs: expect.any(Number),
        costUsd: 0,
        input: 'Question long',
        output: 'x'.repeat(160),
      },
    ]);
  });

  test.each<[string, RowFilter, string[]]>([
    ['all', {}, ['new', 'won', 'lost', 'gone', 'kept']],
    ['failed', { status: ['failed'] }, ['new', 'lost']],
    ['failed or errors', { status: ['failed', 'error'] }, ['new', 'lost', 'gone']],
    ['pending', { status: ['pending'] }, []],
    ['a score that passes', { scorer: 'exact-match', outcome: 'passed' }, ['won', 'kept']],
    ['a score that failed', { scorer: 'exact-match', outcome: 'failed' }, ['new', 'lost']],
    ['a score that lacks a field', { scorer: 'levenshtein', outcome: 'error' }, ['gone']],
    ['a range of values', { scorer: 'levenshtein', min: 0.1, max: 0.9 }, ['lost']],
    ['a code', { errorCode: 'sample_field_missing' }, ['gone']],
    ['metadata with a value', { metadata: ['lang:de'] }, ['new']],
    ['metadata by key', { metadata: ['lang'] }, ['new', 'won']],
    ['metadata with a dot', { metadata: ['a.b:1'] }, ['new']],
    ['a truth', { metadata: ['ok:false'] }, ['won']],
    ['a text in either case', { text: 'QUESTION won' }, ['won']],
    ['a text that JSON escapes', { text: '5/8" <b>' }, ['lost']],
    ['a text of other letters', { text: 'öße' }, ['lost']],
    ['no field name', { text: 'sampleId' }, []],
  ])('are found by %s', async (_, filter, expected) => {
    expect(await idsOf(filter)).toEqual(expected);
  });

  test.each([
    ['GRößE 😀', ['a']],
    ['/in/8', ['a']],
    ['尺寸', ['b']],
    ['<b>', ['c']],
  ])('with %s are found, however their JSON was written', async (text, expected) => {
    const lines = [
      '{"id":"a","output":"Gr\\u00f6\\u00dfe \\ud83d\\ude00 \\/in\\/8"}',
      '{"id":"b","output":"尺寸"}',
      '{"id":"c","output":"\\u003cb\\u003e"}',
    ].map((line, i) => ({ number: i + 1, text: line, fault: '' }));
    const options = { scorers: ['exact-match'], open: true };
    const source = { lines: [lines], counting: BY_LINE };
    const { id } = await createBatch({ projectId, options, source }, world.services);
    const { items } = await findRows(projectId, id, { text }, world.services);
    expect(items.map(({ sampleId }) => sampleId)).toEqual(expected);
  });

  test.each<[string, RowFilter, string[]]>([
    ['regressed', { change: ['regressed'] }, ['lost']],
    ['fixed', { change: ['fixed'] }, ['won']],
    ['errored', { change: ['errored'] }, ['gone']],
    ['unchanged', { change: ['unchanged'] }, ['kept']],
    ['unpaired', { change: ['unpaired'] }, ['new']],
    ['regressed or fixed', { change: ['regressed', 'fixed'] }, ['won', 'lost']],
    ['far off', { scorer: 'exact-match', minDifference: 1 }, ['won', 'lost']],
  ])('that are %s against the base are found', async (_, filter, expected) => {
    const compared = { scorer: 'exact-match', ...filter, base: base.id };
    expect(await idsOf(compared)).toEqual(expected);
  });

  test('against a base say how they were there', async () => {
    const query = { base: 'previous', scorer: 'exact-match' };
    const { items } = await findRows(projectId, batch.id, query, world.services);
    expect(items.map((row) => [row.sampleId, row.base?.change, row.base?.difference])).toEqual([
      ['new', undefined, undefined],
      ['won', 'fixed', 1],
      ['lost', 'regressed', -1],
      ['gone', 'errored', null],
      ['kept', 'unchanged', 0],
    ]);
    expect(items[2]?.base).toMatchObject({ index: 1, status: 'passed', output: 'right' });
  });

  test.each<[RowFilter['sort'], string[]]>([
    ['value', ['new', 'lost', 'won', 'kept', 'gone']],
    ['-value', ['won', 'kept', 'lost', 'new', 'gone']],
    ['difference', ['lost', 'kept', 'won', 'new', 'gone']],
    ['-difference', ['won', 'kept', 'lost', 'new', 'gone']],
  ])('sorted by %s come in that order, those without a value last', async (sort, expected) => {
    expect(await idsOf({ sort, scorer: 'levenshtein', base: base.id, limit: 1 })).toEqual(expected);
    expect(await idsOf({ sort, scorer: 'levenshtein', base: base.id, limit: 3 })).toEqual(expected);
  });

  test('sorted by latency are all there', async () => {
    const sorted = await idsOf({ sort: '-latency' });
    expect(sorted.toSorted()).toEqual(['gone', 'kept', 'lost', 'new', 'won']);
  });

  test.each<[string, RowFilter]>([
    ['?change', { change: ['fixed'] }],
    ['?minDifference', { minDifference: 0.5 }],
    ['?sort', { sort: 'difference' }],
    ['?scorer', { scorer: 'unknown' }],
    ['?cursor', { cursor: '0.5_3' }],
    ['?cursor', { cursor: '3', sort: 'value' }],
  ])('are refused with %s where it makes no sense', async (pointer, query) => {
    await expect(findRows(projectId, batch.id, query, world.services)).rejects.toMatchObject({
      code: 'invalid_request',
      errors: [{ pointer }],
    });
  });

  test('of a batch without predecessor are unpaired', async () => {
    const query = { base: 'previous', change: ['unpaired' as const] };
    const { items } = await findRows(projectId, base.id, query, world.services);
    expect(items.map((row) => row.base)).toEqual([null, null, null, null, null]);
  });

  test('that an earlier release scored are found and sorted alike', async () => {
    const old = await world.make(projectId, [sample('a', 'right'), sample('b', 'wrong')], {
      scorers,
    });
    await world.scoreAll();
    const digest = `json_object('value', 0.5, 'passed', json(iif(at = 0, 'true', 'false')), 'costUsd', 0, 'inputTokens', 0,
      'outputTokens', 0, 'scores', json_array(json_array('exact-match', 'scored', 1 - at, json(iif(at = 0, 'true', 'false'))),
        json_array('levenshtein', 'error', NULL, NULL)))`;
    await env.DB.prepare(
      `UPDATE batch_results SET digest = ${digest}, packed_at = NULL, packed_version = NULL WHERE batch_id = ?1`,
    )
      .bind(old.id)
      .run();
    const found = async (query: RowFilter) => {
      const { items } = await findRows(projectId, old.id, query, world.services);
      return items.map(({ sampleId }) => sampleId);
    };
    expect(await found({ scorer: 'exact-match', outcome: 'failed' })).toEqual(['b']);
    expect(await found({ scorer: 'exact-match', sort: 'value' })).toEqual(['b', 'a']);
    expect(await found({ scorer: 'levenshtein', outcome: 'error' })).toEqual(['a', 'b']);
    const { items } = await groupRows(projectId, old.id, { by: 'scorer' }, world.services);
    expect(items.map(({ key, count }) => [key, count])).toEqual([
      ['levenshtein', 2],
      ['exact-match', 1],
    ]);
  });

  test('that wait are pending, and have no change', async () => {
    const waiting = await world.make(projectId, [sample('won', 'right')], {
      scorers,
      tags: ['runs'],
    });
    const { items } = await findRows(projectId, waiting.id, { base: base.id }, world.services);
    expect(items[0]).toMatchObject({ status: 'pending', value: null, scores: [] });
    expect(items[0]?.base).toMatchObject({ status: 'failed', change: null });
    await cancelBatch(projectId, waiting.id, world.services);
  });
});

describe('groups of a batch', () => {
  const groupsOf = async (by: string, filter: RowFilter = {}) => {
    const { items } = await groupRows(projectId, batch.id, { by, ...filter }, world.services);
    return items.map(({ key, count, examples }) => [
      key,
      count,
      examples.map(({ sampleId }) => sampleId),
    ]);
  };

  test('by scorer count those that did not pass, or could not be scored', async () => {
    expect(await groupsOf('scorer')).toEqual([
      ['exact-match', 3, ['new', 'lost', 'gone']],
      ['levenshtein', 3, ['new', 'lost', 'gone']],
    ]);
  });

  test('are counted by error, change, status and metadata', async () => {
    expect(await groupsOf('error')).toEqual([
      [null, 4, ['new', 'won', 'lost']],
      ['sample_field_missing', 1, ['gone']],
    ]);
    expect(await groupsOf('change', { base: base.id, scorer: 'exact-match' })).toEqual([
      ['errored', 1, ['gone']],
      ['fixed', 1, ['won']],
      ['regressed', 1, ['lost']],
      ['unchanged', 1, ['kept']],
      ['unpaired', 1, ['new']],
    ]);
    expect(await groupsOf('metadata:lang')).toEqual([
      [null, 3, ['lost', 'gone', 'kept']],
      ['de', 1, ['new']],
      ['en', 1, ['won']],
    ]);
    expect(await groupsOf('status', { scorer: 'exact-match', outcome: 'passed' })).toEqual([
      ['passed', 2, ['won', 'kept']],
    ]);
  });

  test('say how many samples match', async () => {
    const query = { by: 'scorer', metadata: ['lang'] };
    expect(await groupRows(projectId, batch.id, query, world.services)).toMatchObject({
      matching: 2,
    });
  });
});
