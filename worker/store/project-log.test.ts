import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { consistencyRanges } from '@assay/schema/records/merkle.ts';
import {
  isConsistent,
  isSame,
  leafHash,
  rootOfInclusion,
  rootsAt,
} from '@assay/schema/records/merkle-proof.ts';
import { expect, test } from 'vitest';

const bytes = (digits: string) => new Uint8Array(Buffer.from(digits, 'hex'));
const entriesFrom = (start: number, count: number) =>
  Array.from({ length: count }, (_, i) => ({
    kind: 'audit' as const,
    id: `aud_${start + i}`,
    hash: (start + i).toString(16).padStart(64, '0'),
  }));

test('the log of each project proves what it holds, whatever the steps it grew by', async () => {
  const log = env.PROJECT_LOGS.getByName('prj_tree');
  // Around the width of a tile, and past a full tile of the second level's first hash.
  for (const [start, count] of [
    [0, 1],
    [1, 254],
    [255, 1],
    [256, 1],
    [257, 600],
    [857, 1],
  ] as const) {
    await log.append(entriesFrom(start, count));
  }
  const { items, size } = await log.entries(0, 1_000);
  expect(items.map(({ index, id }) => [index, id])).toEqual(
    entriesFrom(0, 858).map(({ id }, index) => [index, id]),
  );
  const leaves = await Promise.all(items.map(({ commitment }) => leafHash(bytes(commitment))));
  const sizes = [0, 1, 255, 256, 257, 700, size];
  const roots = await rootsAt(sizes, leaves);
  const root = roots.at(-1) ?? new Uint8Array();
  const head = { size: 858, root: Buffer.from(root).toString('hex') };
  expect(await log.state()).toEqual({ ...head, published: null });
  for (const index of [0, 255, 256, 700, 857]) {
    const proven = await log.prove('audit', `aud_${index}`, size);
    const leaf = leaves[index] ?? new Uint8Array();
    const reached = await rootOfInclusion(leaf, { index, size }, (proven?.proof ?? []).map(bytes));
    expect(isSame(reached ?? new Uint8Array(), root)).toBe(true);
  }
  for (const [i, from] of sizes.entries()) {
    const proof = await log.consistency(from, size);
    expect(proof).toHaveLength(consistencyRanges(from, size).length);
    const older = { size: from, root: roots[i] ?? new Uint8Array() };
    expect(await isConsistent(older, { size, root }, (proof ?? []).map(bytes))).toBe(true);
  }
  expect(await log.tile(0, 3, 90)).toHaveLength(90 * 32);
  expect(await log.tile(0, 3, 91)).toBeNull();
  expect(await log.tile(1, 0, 3)).toHaveLength(3 * 32);
  expect(await log.bundle(3, 90)).toHaveLength(90 * 34);
  expect(await log.bundle(3, 91)).toBeNull();
  expect(await log.consistency(size, size + 1)).toBeNull();
});

test('projects have logs of their own', async () => {
  await env.PROJECT_LOGS.getByName('prj_a').append(entriesFrom(0, 2));
  expect(await env.PROJECT_LOGS.getByName('prj_b').state()).toMatchObject({ size: 0 });
});

test('of checkpoints the latest is kept, and a log that no longer starts with it says so', async () => {
  const log = env.PROJECT_LOGS.getByName('prj_checkpoints');
  const { root } = await log.append(entriesFrom(0, 3));
  await log.publish({ size: 3, root, keyId: 'aa', note: 'three' });
  const two = { size: 2, root, keyId: 'aa', note: 'two' };
  await log.publish(two);
  const published = { size: 3, keyId: 'aa', note: 'three', isStart: true };
  expect(await log.append(entriesFrom(3, 300))).toMatchObject({ size: 303, published });
  await runInDurableObject(log as unknown as DurableObjectStub, (_object, { storage }) => {
    storage.sql.exec('UPDATE tiles SET hashes = zeroblob(8192) WHERE level = 0 AND number = 0');
  });
  expect((await log.state()).published).toEqual({ ...published, isStart: false });
});

test('what a log of an earlier size did not have is not proven in it', async () => {
  const log = env.PROJECT_LOGS.getByName('prj_sizes');
  await log.append(entriesFrom(0, 5));
  expect(await log.prove('audit', 'aud_3', 4)).not.toBeNull();
  expect(await log.prove('audit', 'aud_3', 3)).toBeNull();
  expect(await log.prove('audit', 'aud_3', 6)).toBeNull();
});
