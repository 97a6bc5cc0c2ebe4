import { env } from 'cloudflare:workers';
import { createHash } from 'node:crypto';
import { canonicalJson } from '@assay/schema/canonical-json.ts';
import type { DatasetItem, DatasetRemoval, DatasetSelection } from '@assay/schema/types.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { listed } from '../../core/line-source.ts';
import { createServices } from '../../services.ts';
import { newProject } from '../../testing/batch-world.ts';
import { addDatasetVersion, createDataset } from './create-dataset.ts';
import { openDataset, readItems } from './read-items.ts';

const services = createServices(env, { log: () => {} });

function give(projectId: string, items: readonly (DatasetItem | DatasetRemoval)[], base?: number) {
  const source = listed('items', items);
  return { projectId, name: 'd', source, ...(base !== undefined && { base }) };
}

async function itemsOf(projectId: string, selection: DatasetSelection): Promise<DatasetItem[]> {
  const { selection: opened } = await openDataset(projectId, selection, services);
  const items: DatasetItem[] = [];
  for await (const item of readItems(opened, services)) items.push(item);
  return items;
}

async function rowsOf(projectId: string, table: string): Promise<number> {
  const count = env.DB.prepare(`SELECT count(*) AS n FROM ${table} WHERE project_id = ?1`);
  return (await count.bind(projectId).first<{ n: number }>())?.n ?? -1;
}

function item(id: string, output: string, rest: Partial<DatasetItem> = {}): DatasetItem {
  return { id, sample: { output }, ...rest };
}

/** The hash of a version as docs/datasets.md tells to compute it. */
function hashOf(items: readonly DatasetItem[]): string {
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  const sorted = items.toSorted((a, b) => Buffer.compare(Buffer.from(a.id), Buffer.from(b.id)));
  return sha256(sorted.map((each) => `${sha256(canonicalJson(each))}\n`).join(''));
}

test('a version has its items in order of their ids, and counts what they have', async () => {
  const projectId = newProject();
  const items = [
    item('b', '2', { split: 'test', labels: [{ question: 'ok@1', value: true, by: 'anna' }] }),
    item('a', '1', { split: 'train', tags: ['hard'], weight: 2 }),
    item('c', '3', { split: 'test' }),
  ];
  const { dataset, isNew } = await createDataset(give(projectId, items), services);
  expect(isNew).toBe(true);
  expect(dataset).toMatchObject({
    ...{ name: 'd', version: 1, splits: { test: 2, train: 1 } },
    counts: { items: 3, labelled: 1 },
    hash: hashOf(items),
  });
  expect(await itemsOf(projectId, 'd@1')).toEqual([items[1], items[0], items[2]]);
  expect(await itemsOf(projectId, { name: 'd', split: 'test' })).toEqual([items[0], items[2]]);
  expect(await itemsOf(projectId, { name: 'd', tags: ['hard'] })).toEqual([items[1]]);
  expect(await itemsOf(projectId, { name: 'd', split: 'test', tags: ['hard'] })).toEqual([]);
});

test('a change costs the rows of what changed, and leaves earlier versions as they were', async () => {
  const projectId = newProject();
  const items = Array.from({ length: 300 }, (_, i) => item(`i${i}`, `${i}`));
  await createDataset(give(projectId, items), services);
  const changes = [item('i7', 'other'), { id: 'i8', remove: true as const }, item('new', 'n')];
  const { dataset } = await addDatasetVersion(give(projectId, changes, 1), services);
  expect(dataset).toMatchObject({ version: 2, counts: { items: 300 }, origin: { base: 1 } });
  expect(await rowsOf(projectId, 'dataset_items')).toBe(302);
  expect(await rowsOf(projectId, 'dataset_contents')).toBe(302);
  expect(await rowsOf(projectId, 'dataset_upload_items')).toBe(0);
  const byId = (a: DatasetItem, b: DatasetItem) => (a.id < b.id ? -1 : 1);
  expect(await itemsOf(projectId, 'd@1')).toEqual(items.toSorted(byId));
  const second = [...items.filter(({ id }) => id !== 'i7' && id !== 'i8'), changes[0], changes[2]];
  expect(await itemsOf(projectId, 'd')).toEqual((second as DatasetItem[]).toSorted(byId));
});

describe('the same items', () => {
  test('add no version, however they are brought', async () => {
    const projectId = newProject();
    const items = [item('a', '1'), item('b', '2')];
    const first = await createDataset(give(projectId, items), services);
    const again = await addDatasetVersion(give(projectId, items.toReversed()), services);
    expect(again).toEqual({ dataset: first.dataset, isNew: false });
    const changed = await addDatasetVersion(give(projectId, [item('a', '1')], 1), services);
    expect(changed.isNew).toBe(false);
    const described = { ...give(projectId, items), description: 'What it is for' };
    expect(await addDatasetVersion(described, services)).toMatchObject({
      dataset: { version: 2, hash: first.dataset.hash, description: 'What it is for' },
      isNew: true,
    });
  });
});

const ids = fc.constantFrom('a', 'b', 'c', 'ä', '😀', '\u{ffff}', 'b2');
const contents = fc.record({
  output: fc.constantFrom('1', '2', '\ud800', '"\\/'),
  n: fc.double({ noNaN: true, noDefaultInfinity: true }),
});
const change = fc.record({
  base: fc.option(fc.nat(20), { nil: undefined }),
  puts: fc.dictionary(ids, contents, { maxKeys: 5, noNullPrototype: true }),
  removed: fc.uniqueArray(ids, { maxLength: 3 }),
});

test('whatever is changed, every version is what it was made to be', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
      const projectId = newProject();
      const model: Map<string, DatasetItem>[] = [];
      for (const { base: asked, puts, removed } of changes) {
        const base =
          asked === undefined || model.length === 0 ? undefined : (asked % model.length) + 1;
        const put = Object.entries(puts).map(
          ([id, { output, n }]): DatasetItem => ({ id, sample: { output, metadata: { n } } }),
        );
        const gone = base === undefined ? [] : removed.filter((id) => !(id in puts));
        const next = new Map(base === undefined ? [] : model[base - 1]);
        for (const each of put) next.set(each.id, each);
        for (const id of gone) next.delete(id);
        const lines = [...put, ...gone.map((id) => ({ id, remove: true as const }))];
        const add = model.length === 0 ? createDataset : addDatasetVersion;
        const adding = add(give(projectId, lines, base), services);
        if (next.size === 0) {
          await expect(adding).rejects.toMatchObject({ code: 'invalid_request' });
          continue;
        }
        const { dataset, isNew } = await adding;
        expect(dataset.hash).toBe(hashOf([...next.values()]));
        if (isNew) model.push(next);
        expect(dataset.version).toBe(model.length);
      }
      for (const [i, expected] of model.entries()) {
        const items = await itemsOf(projectId, `d@${i + 1}`);
        expect(hashOf(items)).toBe(hashOf([...expected.values()]));
        expect(items.length).toBe(expected.size);
      }
    }),
    { numRuns: 15 },
  );
});
