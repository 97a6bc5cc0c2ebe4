import { env } from 'cloudflare:workers';
import type { Dataset, Page, Problem } from '@assay/schema/types.ts';
import { beforeEach, expect, test } from 'vitest';
import { runDeletions } from '../../features/erasure/run-deletions.ts';
import { exportProject } from '../../features/transfer/export-project.ts';
import { createServices } from '../../services.ts';
import { workerWith } from '../../testing/judged-worker.ts';
import { giveKey } from '../../testing/keys.ts';
import { stageJudge } from '../../testing/plays.ts';

const MASTER = { ASSAY_ENCRYPTION_KEYS: `old:${'A'.repeat(43)}` };
const SECRET = 'a certain secret';
const services = createServices({ ...env, ...MASTER }, { log: () => {} });
const items = ['a', 'b', 'c'].map((id) => ({
  id,
  sample: { output: `${id}: ${SECRET}`, expected: 'x', metadata: { user: `u-${id}` } },
  split: id === 'a' ? 'test' : 'train',
}));

let key: string;
let projectId: string;
let isolate: Awaited<ReturnType<typeof workerWith>>;

beforeEach(async () => {
  ({ key, projectId } = await giveKey());
  isolate = await workerWith(await stageJudge({ content: '' }), MASTER);
});

const upload = (given: object[] = items, name = 'golden') =>
  isolate.askJson<Dataset>('/v1/datasets', { key, body: { name, items: given } });
const listed = (query = '') =>
  isolate.askJson<Page<{ id: string; sample: object }>>(`/v1/datasets/golden@1/items${query}`, {
    key,
  });
const addVersion = (given: object[]) =>
  isolate.askJson<Dataset>('/v1/datasets/golden/versions', { key, body: { items: given } });
const dropKeys = () => isolate.ask('/v1/project/encryption/keys', { key, method: 'DELETE' });
async function stored(): Promise<string[]> {
  const { results } = await env.DB.prepare(
    'SELECT item FROM dataset_contents WHERE project_id = ?1 ORDER BY hash',
  )
    .bind(projectId)
    .all<{ item: string }>();
  return results.map(({ item }) => item);
}

test('items are ciphertext in the database, and themselves wherever they are read', async () => {
  const plain = await upload();
  for (const item of await stored()) expect(item).toMatch(/^enc1:dky_[0-9a-z]{26}:/);
  expect((await listed()).items).toMatchObject(items);
  expect((await listed('?split=test')).items.map(({ id }) => id)).toEqual(['a']);
  const one = await isolate.askJson<object>('/v1/datasets/golden@1/items/b', { key });
  expect(one).toMatchObject({ item: items[1] });
  // The hash of a version is that of what it has, not of how that is stored.
  const open = await (await workerWith(await stageJudge({ content: '' }), {})).askJson<Dataset>(
    '/v1/datasets',
    { key: (await giveKey()).key, body: { name: 'golden', items } },
  );
  expect(plain.hash).toBe(open.hash);
});

test('versions share what is the same in both, and are compared by their items', async () => {
  await upload();
  const before = await stored();
  const changed = items.map((item) => (item.id === 'b' ? { ...item, tags: ['new'] } : item));
  await addVersion(changed);
  const after = await stored();
  expect(after).toHaveLength(4);
  expect(before.filter((item) => after.includes(item))).toEqual(before);
  const diff = await isolate.askJson<object>('/v1/datasets/golden@2/diff/golden@1', { key });
  expect(diff).toMatchObject({
    counts: { added: 0, removed: 0, changed: 1, unchanged: 2 },
    items: [{ id: 'b', change: 'changed', fields: ['/tags'] }],
  });
});

test('a dropped key makes items unreadable at once, and what is uploaded again is read again', async () => {
  await upload();
  await dropKeys();
  const refused = await isolate.ask('/v1/datasets/golden@1/items', { key });
  expect(refused.status).toBe(410);
  const problem: Problem = await refused.json();
  expect(problem).toMatchObject({ code: 'sample_unreadable' });
  expect(problem.detail).toContain('Upload them again');
  await upload(items, 'again');
  const again = await isolate.askJson<Page<object>>('/v1/datasets/again@1/items', { key });
  expect(again.items).toMatchObject(items);
});

test('a content whose key was dropped is replaced where it is uploaded anew under the same name', async () => {
  await upload();
  await dropKeys();
  await addVersion([...items, { id: 'd', sample: { output: 'd', expected: 'd' } }]);
  const page = await isolate.askJson<Page<object>>('/v1/datasets/golden@2/items', { key });
  expect(page.items.slice(0, 3)).toMatchObject(items);
  expect(await stored()).toHaveLength(4);
});

test('a deletion by metadata finds encrypted items, and an export has them decrypted', async () => {
  await upload();
  const text = await new Response(exportProject(projectId, undefined, services)).text();
  expect(text).toContain(`b: ${SECRET}`);
  expect(text).not.toContain('enc1:');
  const body = { metadata: { key: 'user', value: 'u-b' } };
  await isolate.askJson('/v1/deletions', { key, body });
  await runDeletions(services);
  expect((await listed()).items.map(({ id }) => id)).toEqual(['a', 'c']);
  expect(await stored()).toHaveLength(2);
});
