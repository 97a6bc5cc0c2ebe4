import { env } from 'cloudflare:workers';
import { readCheckpoint } from '@assay/schema/records/checkpoint.ts';
import { isSame, leafHash, rootsAt } from '@assay/schema/records/merkle-proof.ts';
import { tilePath } from '@assay/schema/records/tile-path.ts';
import { beforeAll, expect, test } from 'vitest';
import { seal, sealPending } from '../../features/records/seal.ts';
import { createServices } from '../../services.ts';
import { appWith } from '../../testing/app.ts';
import { call } from '../../testing/client.ts';
import { giveKey } from '../../testing/keys.ts';

const SIZE = 600;
let own: Awaited<ReturnType<typeof giveKey>>;

beforeAll(async () => {
  own = await giveKey(['read']);
  const services = createServices(env, { log: () => {} });
  const hash = 'ab'.repeat(32);
  const entries = Array.from({ length: SIZE }, (_, i) => ({
    ...{ kind: 'audit' as const, hash },
    id: `aud_${1_000 + i}`,
  }));
  await seal(own.projectId, entries, services);
  await sealPending(services);
});

const get = (path: string, key: string | null = own.key) =>
  call(`/v1/logs/${own.projectId}/${path}`, { key });
const bytesOf = async (path: string) => new Uint8Array(await (await get(path)).arrayBuffer());

test('a monitor follows the log by its files: bundles hash to tiles, and tiles to the checkpoint', async () => {
  const response = await get('checkpoint');
  expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  const { checkpoint } = readCheckpoint(await response.text());
  expect(checkpoint).toMatchObject({ origin: `assay/v1/logs/${own.projectId}`, size: SIZE });
  const leaves: Uint8Array[] = [];
  for (const [index, width] of [256, 256, SIZE - 512].entries()) {
    const bundle = await bytesOf(`tile/${tilePath({ level: 'entries', index, width })}`);
    const tile = await bytesOf(`tile/${tilePath({ level: 0, index, width })}`);
    expect(bundle).toHaveLength(width * 34);
    for (let i = 0; i < width; i++) {
      // Each entry after its length in two bytes.
      expect([...bundle.subarray(i * 34, i * 34 + 2)]).toEqual([0, 32]);
      const leaf = await leafHash(bundle.subarray(i * 34 + 2, (i + 1) * 34));
      expect(isSame(leaf, tile.subarray(i * 32, (i + 1) * 32))).toBe(true);
      leaves.push(leaf);
    }
  }
  const [half, full, root] = await rootsAt([256, 512, SIZE], leaves);
  expect(root && isSame(root, checkpoint.root)).toBe(true);
  const above = await bytesOf('tile/1/000.p/2');
  expect(half && isSame(above.subarray(0, 32), half)).toBe(true);
  expect(full && above).toHaveLength(64);
});

test('a tile never changes, and says so', async () => {
  const response = await get('tile/0/000');
  expect(response.headers.get('content-type')).toBe('application/octet-stream');
  expect(response.headers.get('cache-control')).toBe('private, max-age=31536000, immutable');
  // A smaller one is the start of it.
  const [whole, part] = [await bytesOf('tile/0/000'), await bytesOf('tile/0/000.p/5')];
  expect(part).toEqual(whole.slice(0, 160));
});

test.each([
  'tile/0/002',
  'tile/0/002.p/89',
  'tile/0/003.p/1',
  'tile/1/000',
  'tile/2/000.p/1',
  'tile/entries/002',
  'tile/0/x000/001',
  'tile/0/0',
  'tile/64/000',
])('%s is not there', async (path) => {
  const response = await get(path);
  expect(response.status).toBe(404);
  expect(await response.json()).toMatchObject({ code: 'log_not_found' });
});

test('a log is for keys of its project, unless the deployment publishes it', async () => {
  const stranger = await giveKey();
  const published = appWith({ ASSAY_PUBLIC_LOGS: `prj_x, ${own.projectId}` });
  for (const path of ['checkpoint', 'tile/0/000']) {
    expect(await (await get(path, null)).json()).toMatchObject({ code: 'key_missing' });
    expect(await (await get(path, stranger.key)).json()).toMatchObject({ code: 'log_not_found' });
    const url = `http://localhost/v1/logs/${own.projectId}/${path}`;
    expect((await published.fetch(url)).status).toBe(200);
    const other = `http://localhost/v1/logs/${stranger.projectId}/${path}`;
    expect((await published.fetch(other)).status).toBe(401);
  }
  const url = `http://localhost/v1/logs/${own.projectId}/tile/0/000`;
  expect((await published.fetch(url)).headers.get('cache-control')).toContain('public');
});

test('nothing of an entry but salted hashes is in the files', async () => {
  const bundle = new TextDecoder('latin1').decode(await bytesOf('tile/entries/000'));
  expect(bundle).not.toContain('aud_');
  expect(Buffer.from(bundle, 'latin1').toString('hex')).not.toContain('ab'.repeat(8));
});
