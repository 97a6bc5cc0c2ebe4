import type { Page, Verdict } from '@assay/schema/types.ts';
import { beforeAll, expect, test } from 'vitest';
import { call, callJson } from '../../testing/client.ts';

const made: Verdict[] = [];

beforeAll(async () => {
  for (let i = 0; i < 5; i += 1) {
    made.push(
      await callJson<Verdict>('/v1/score', {
        body: {
          sample: {
            output: 'Paris',
            ...(i === 4 ? {} : { expected: i % 2 === 0 ? 'Paris' : 'Rome' }),
          },
          scorers: ['levenshtein', { scorer: 'levenshtein', as: 'other', threshold: null }],
          tags: [`tag-${i % 2}`, 'all'],
          metadata: { customer: i, url: 'x:y', 'a=b': 'c' },
        },
      }),
    );
  }
});

function ids(filter: string): Promise<string[]> {
  return callJson<Page<Verdict>>(`/v1/verdicts?${filter}`).then(({ items }) =>
    items.map(({ id }) => id),
  );
}

function idsOf(...indices: number[]): string[] {
  return indices.map((i) => made[i]?.id ?? '');
}

test('come newest first, without their samples', async () => {
  const { items } = await callJson<Page<Verdict>>('/v1/verdicts');
  expect(items).toEqual([...made].reverse());
});

test('come in pages, each once', async () => {
  const seen: string[] = [];
  let cursor: string | null = '';
  let pages = 0;
  while (cursor !== null) {
    const query = `limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`;
    const page: Page<Verdict> = await callJson(`/v1/verdicts?${query}`);
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
    pages += 1;
  }
  expect(pages).toBe(3);
  expect(seen).toEqual(idsOf(4, 3, 2, 1, 0));
});

test('are found by whether they passed', async () => {
  expect(await ids('passed=true')).toEqual(idsOf(2, 0));
  expect(await ids('passed=false')).toEqual(idsOf(3, 1));
  expect(await ids('passed=null')).toEqual(idsOf(4));
});

test('are found by scorer, and by what happened to it', async () => {
  expect(await ids('scorer=other')).toEqual(idsOf(4, 3, 2, 1, 0));
  expect(await ids('scorer=bleu')).toEqual([]);
  expect(await ids('failed=levenshtein')).toEqual(idsOf(3, 1));
  expect(await ids('failed=other')).toEqual([]);
  expect(await ids('errored=other')).toEqual(idsOf(4));
});

test('are found by tags and metadata, filters adding up', async () => {
  expect(await ids('tag=tag-1')).toEqual(idsOf(3, 1));
  expect(await ids('tag=tag-1&tag=all&metadata=customer:3')).toEqual(idsOf(3));
  expect(await ids('metadata=customer')).toHaveLength(5);
  expect(await ids('metadata=url:x:y')).toHaveLength(5);
  expect(await ids('metadata=a=b')).toHaveLength(5);
  expect(await ids('metadata=a:b=c')).toEqual([]);
  expect(await ids('metadata=a')).toEqual([]);
  expect(await ids('tag=tag-1&passed=true')).toEqual([]);
  expect(await ids('tag=all&limit=1')).toEqual(idsOf(4));
});

test('are found by time', async () => {
  const first = made[0]?.createdAt ?? '';
  const later = new Date(Date.parse(made[4]?.createdAt ?? '') + 1).toISOString();
  expect(await ids(`from=${first}&to=${later}`)).toEqual(idsOf(4, 3, 2, 1, 0));
  expect(await ids(`from=${later}`)).toEqual([]);
  expect(await ids(`to=${first}`)).toEqual([]);
  expect(await ids('from=1969-12-31T23:59:59Z')).toHaveLength(5);
});

test('a filter that nobody knows is refused by name', async () => {
  const response = await call('/v1/verdicts?colour=red&limit=0');
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({
    code: 'invalid_request',
    errors: expect.arrayContaining([expect.objectContaining({ pointer: '?limit' })]),
  });
});

test('a deleted verdict is gone with its sample, from every filter', async () => {
  const [id] = idsOf(1);
  expect((await call(`/v1/verdicts/${id}`, { method: 'DELETE' })).status).toBe(204);
  expect((await call(`/v1/verdicts/${id}`)).status).toBe(404);
  expect((await call(`/v1/verdicts/${id}`, { method: 'DELETE' })).status).toBe(404);
  expect(await ids('tag=tag-1')).toEqual(idsOf(3));
  expect(await ids('failed=levenshtein')).toEqual(idsOf(3));
});
