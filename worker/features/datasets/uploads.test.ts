import { env } from 'cloudflare:workers';
import type { DatasetItem, DatasetRemoval } from '@assay/schema/types.ts';
import { describe, expect, test } from 'vitest';
import { BY_LINE, type LineSource, listed } from '../../core/line-source.ts';
import { bodyBrokeOff } from '../../core/problem.ts';
import type { GivenRecord } from '../../core/read-record.ts';
import { createServices, type Services } from '../../services.ts';
import { newProject } from '../../testing/batch-world.ts';
import { createLife, mortalDatabase } from '../../testing/crashes.ts';
import { forgetfulDatabase } from '../../testing/faults.ts';
import { addDatasetVersion, createDataset } from './create-dataset.ts';
import { deleteDataset } from './delete-dataset.ts';
import { getDataset } from './find-datasets.ts';
import { openDataset, readItems } from './read-items.ts';
import { sealUpload } from './seal-upload.ts';
import { sweepDatasets } from './sweep.ts';
import { appendItems, openUpload, UPLOAD_KEPT_MS } from './uploads.ts';

const clock = { nowMs: Date.now() };

function servicesOn(database: D1Database): Services {
  return createServices({ ...env, DB: database }, { nowMs: () => clock.nowMs, log: () => {} });
}

const services = servicesOn(env.DB);

function items(count: number, output = 'x'): DatasetItem[] {
  return Array.from({ length: count }, (_, i) => ({ id: `i${i}`, sample: { output } }));
}

function version(
  projectId: string,
  given: readonly (DatasetItem | DatasetRemoval)[],
  base?: number,
) {
  const source = listed('items', given);
  return { projectId, name: 'd', source, ...(base !== undefined && { base }) };
}

async function idsOf(projectId: string, reference: string): Promise<string[]> {
  const { selection } = await openDataset(projectId, reference, services);
  const ids: string[] = [];
  for await (const { id } of readItems(selection, services)) ids.push(id);
  return ids;
}

/** Rows of a project in the tables of items. */
async function rowsOf(projectId: string): Promise<Record<string, number>> {
  const tables = ['dataset_items', 'dataset_contents', 'dataset_uploads', 'dataset_upload_items'];
  const counts = await Promise.all(
    tables.map(async (table) => {
      const query = env.DB.prepare(`SELECT count(*) AS n FROM ${table} WHERE project_id = ?1`);
      return [table, (await query.bind(projectId).first<{ n: number }>())?.n ?? -1] as const;
    }),
  );
  return Object.fromEntries(counts);
}

const NOTHING = {
  dataset_items: 0,
  dataset_contents: 0,
  dataset_uploads: 0,
  dataset_upload_items: 0,
};

async function upload(projectId: string, source: LineSource, target: 'any' | 'new' = 'any') {
  const origin = { base: null, from: null };
  const keptMs = UPLOAD_KEPT_MS;
  const opened = await openUpload({ projectId, name: 'd', target, origin, keptMs }, services);
  return appendItems({ upload: opened, source, keptMs }, services);
}

test('a stream that breaks off leaves nothing behind', async () => {
  const projectId = newProject();
  async function* lines(): AsyncGenerator<GivenRecord[]> {
    for (let part = 0; part < 3; part += 1) {
      yield items(1_500).map(({ sample }, i) => ({
        number: part * 1_500 + i + 1,
        value: { id: `${part}/${i}`, sample },
      }));
    }
    throw bodyBrokeOff();
  }
  const source = { lines: lines(), counting: BY_LINE };
  await expect(createDataset({ projectId, name: 'd', source }, services)).rejects.toMatchObject({
    code: 'invalid_request',
  });
  await expect(getDataset(projectId, 'd', services)).rejects.toMatchObject({
    code: 'dataset_not_found',
  });
  await sweepDatasets(services);
  expect(await rowsOf(projectId)).toEqual(NOTHING);
});

test('an upload that nobody goes on with is removed after a day, with its contents', async () => {
  const projectId = newProject();
  await createDataset(version(projectId, items(2)), services);
  await upload(projectId, listed('items', [...items(2), { id: 'z', sample: {} }]));
  clock.nowMs += UPLOAD_KEPT_MS - 1;
  await sweepDatasets(services);
  expect(await rowsOf(projectId)).toMatchObject({ dataset_contents: 3, dataset_upload_items: 3 });
  clock.nowMs += 2;
  await sweepDatasets(services);
  expect(await rowsOf(projectId)).toMatchObject({
    ...{ dataset_items: 2, dataset_contents: 2, dataset_upload_items: 0 },
  });
  expect(await idsOf(projectId, 'd')).toEqual(['i0', 'i1']);
});

describe('uploads at the same time', () => {
  test('to a new name: one makes it, the others learn that it exists', async () => {
    const projectId = newProject();
    const made = await Promise.allSettled(
      ['a', 'b', 'c', 'd'].map((id) =>
        createDataset(version(projectId, [{ id, sample: {} }]), services),
      ),
    );
    const codes = made.map((each) => (each.status === 'fulfilled' ? 'made' : each.reason.code));
    expect(codes.toSorted()).toEqual([
      ...['dataset_exists', 'dataset_exists', 'dataset_exists'],
      'made',
    ]);
    expect(await idsOf(projectId, 'd')).toHaveLength(1);
  });

  test('to a data set: each becomes a version, whole', async () => {
    const projectId = newProject();
    await createDataset(version(projectId, items(1)), services);
    const made = await Promise.all(
      [2, 3, 4, 5].map((count) =>
        addDatasetVersion(version(projectId, items(count, `${count}`)), services),
      ),
    );
    const versions = made.map(({ dataset }) => dataset.version);
    expect(versions.toSorted()).toEqual([2, 3, 4, 5]);
    for (const { dataset } of made) {
      const ids = await idsOf(projectId, `d@${dataset.version}`);
      expect(ids).toHaveLength(dataset.counts.items);
    }
  });

  test('the same upload sealed many times is one version', async () => {
    const projectId = newProject();
    const { id } = await upload(projectId, listed('items', items(3)));
    const seals = await Promise.allSettled(
      Array.from({ length: 5 }, () => sealUpload(projectId, id, services)),
    );
    const made = seals.flatMap((seal) => (seal.status === 'fulfilled' ? [seal.value.dataset] : []));
    expect(new Set(made.map((dataset) => dataset.version))).toEqual(new Set([1]));
    expect((await sealUpload(projectId, id, services)).dataset.version).toBe(1);
    await expect(getDataset(projectId, 'd@2', services)).rejects.toThrow();
  });
});

describe.each(['dies-before', 'dies-after'] as const)(
  'a Worker that %s a step of a seal',
  (how) => {
    test('leaves the version whole or unseen, and the sweep ends it', async () => {
      for (let deadly = 0; deadly < 12; deadly += 1) {
        const projectId = newProject();
        await createDataset(version(projectId, items(4)), services);
        const changed: DatasetItem[] = [...items(2), { id: 'i2', sample: { output: 'y' } }];
        const { id } = await upload(projectId, listed('items', changed));
        let step = 0;
        const life = createLife({ next: () => (step++ === deadly ? how : 'lives') });
        const mortal = servicesOn(mortalDatabase(env.DB, life));
        await sealUpload(projectId, id, mortal).catch(() => {});
        expect(await idsOf(projectId, 'd@1')).toEqual(['i0', 'i1', 'i2', 'i3']);
        const seen = await getDataset(projectId, 'd', services);
        if (seen.version === 2) expect(await idsOf(projectId, 'd')).toEqual(['i0', 'i1', 'i2']);
        clock.nowMs += 61_000;
        await sweepDatasets(services);
        const { dataset } = await sealUpload(projectId, id, services);
        expect(dataset).toMatchObject({ version: 2, counts: { items: 3 } });
        expect(await idsOf(projectId, 'd@2')).toEqual(['i0', 'i1', 'i2']);
        expect(await idsOf(projectId, 'd@1')).toEqual(['i0', 'i1', 'i2', 'i3']);
        expect(await rowsOf(projectId)).toMatchObject({ dataset_items: 5 });
      }
    });
  },
);

test('answers of the database that are lost change nothing', async () => {
  for (let after = 0; after < 8; after += 1) {
    const projectId = newProject();
    const forgetful = servicesOn(forgetfulDatabase(env.DB, { after, losses: 2 }));
    const { dataset, isNew } = await createDataset(version(projectId, items(3)), forgetful);
    expect([dataset.version, dataset.counts.items, isNew]).toEqual([1, 3, true]);
    expect(await idsOf(projectId, 'd')).toEqual(['i0', 'i1', 'i2']);
  }
});

describe('a deleted version', () => {
  test('takes with it what no other has, and nothing else', async () => {
    const projectId = newProject();
    await createDataset(version(projectId, items(5)), services);
    const second = [
      { id: 'i0', sample: { output: 'y' } },
      { id: 'i1', remove: true as const },
    ];
    await addDatasetVersion(version(projectId, second, 1), services);
    await addDatasetVersion(version(projectId, [{ id: 'i2', remove: true }], 2), services);
    await deleteDataset(projectId, 'd@1', services);
    await sweepDatasets(services);
    // What only version 1 had is gone: i0 as it was, and i1.
    expect(await rowsOf(projectId)).toMatchObject({ dataset_items: 4, dataset_contents: 4 });
    expect(await idsOf(projectId, 'd@2')).toEqual(['i0', 'i2', 'i3', 'i4']);
    expect(await idsOf(projectId, 'd@3')).toEqual(['i0', 'i3', 'i4']);
    await deleteDataset(projectId, 'd', services);
    await sweepDatasets(services);
    expect(await rowsOf(projectId)).toMatchObject({ dataset_items: 0, dataset_contents: 0 });
    const again = await createDataset(version(projectId, items(1)), services);
    expect(again.dataset.version).toBe(4);
  });

  test('that was the newest does not come back with the next one', async () => {
    const projectId = newProject();
    await createDataset(version(projectId, items(3)), services);
    await addDatasetVersion(version(projectId, [{ id: 'new', sample: {} }], 1), services);
    await deleteDataset(projectId, 'd@2', services);
    const { dataset } = await addDatasetVersion(
      version(projectId, [{ id: 'i0', remove: true }], 1),
      services,
    );
    expect(dataset.version).toBe(3);
    await sweepDatasets(services);
    expect(await idsOf(projectId, 'd@3')).toEqual(['i1', 'i2']);
    expect(await idsOf(projectId, 'd@1')).toEqual(['i0', 'i1', 'i2']);
    expect(await rowsOf(projectId)).toMatchObject({ dataset_contents: 3 });
  });
});
