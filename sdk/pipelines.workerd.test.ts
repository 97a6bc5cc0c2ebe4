import { expect, inject, test } from 'vitest';
import { appWith } from '../worker/testing/app.ts';
import { BOUND } from '../worker/testing/bound-client.ts';
import { Assay, ConflictError, NotFoundError } from './index.ts';

// The real Worker, with a Worker behind a service binding as a target.
const app = appWith(BOUND);
const assay = new Assay({
  baseUrl: 'http://localhost',
  apiKey: inject('developmentKey'),
  fetch: (url, init) => app.fetch(String(url), init),
});

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

test('pipelines are made, versioned, listed and deleted', async () => {
  const targets = [{ name: 'small', model: 'binding/SMALL' }];
  const made = await assay.pipelines.create({ name: 'sdk', targets });
  await expect(assay.pipelines.create({ name: 'sdk', targets })).rejects.toBeInstanceOf(
    ConflictError,
  );
  const otherwise = { targets: ['large'] };
  await expect(assay.pipelines.preview({ name: 'sdk', targets, otherwise })).rejects.toMatchObject({
    errors: [{ pointer: '/otherwise/targets/0' }],
  });
  expect((await assay.pipelines.addVersion('sdk', { targets })).version).toBe(1);
  await assay.pipelines.addVersion('sdk', { targets, cacheSeconds: 60 });
  const versions = await collect(assay.pipelines.versions('sdk'));
  expect(versions.map(({ version }) => version)).toEqual([2, 1]);
  expect(await assay.pipelines.get('sdk@1')).toEqual(made);
  expect((await collect(assay.pipelines.list())).map(({ name }) => name)).toContain('sdk');
  const chosen = await assay.pipelines.route('sdk', { body: { messages: [] } });
  expect(chosen).toMatchObject({ version: 2, rule: null, targets });
  await assay.pipelines.delete('sdk');
  await expect(assay.pipelines.get('sdk')).rejects.toBeInstanceOf(NotFoundError);
});
