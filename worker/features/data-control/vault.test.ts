import { expect, test } from 'vitest';
import type { DataKeyStore, StoredDataKey } from '../../store/data-keys.ts';
import { readMasterKeys } from './master-keys.ts';
import { createVault, keyOf } from './vault.ts';

const PROJECT = 'prj_1';

function keysInMemory() {
  const rows: StoredDataKey[] = [];
  const store: Pick<DataKeyStore, 'current' | 'find' | 'insert' | 'drop'> = {
    current: async () => rows.findLast(({ droppedAtMs }) => droppedAtMs === null),
    find: async (_, id) => rows.find((row) => row.id === id),
    insert: async (row) => void rows.push({ ...row }),
    async drop(_, nowMs) {
      for (const row of rows) Object.assign(row, { wrapped: '', droppedAtMs: nowMs });
    },
  };
  return store as DataKeyStore;
}

test('a key that others dropped seals for at most 30 seconds, however often it is used', async () => {
  let now = 0;
  const dataKeys = keysInMemory();
  const masterKeys = readMasterKeys(`main:${'A'.repeat(43)}`);
  const vault = createVault({ dataKeys, masterKeys, nowMs: () => now });
  const first = keyOf(await vault.seal(PROJECT, 'a', 'text'));
  await dataKeys.drop(PROJECT, now);
  for (now = 0; now < 30_000; now += 1_000) {
    expect(keyOf(await vault.seal(PROJECT, 'a', 'text'))).toBe(first);
  }
  const sealed = await vault.seal(PROJECT, 'a', 'text');
  expect(keyOf(sealed)).not.toBe(first);
  expect(await vault.open(PROJECT, 'a', sealed)).toBe('text');
});

test('a text opens as it was, and at its own place only', async () => {
  const dataKeys = keysInMemory();
  const masterKeys = readMasterKeys(`main:${'A'.repeat(43)}`);
  const vault = createVault({ dataKeys, masterKeys, nowMs: () => 0 });
  for (const text of ['', 'é漢😀\0"\\', 'x'.repeat(100_000)]) {
    const sealed = await vault.seal(PROJECT, 'a', text);
    expect(await vault.open(PROJECT, 'a', sealed)).toBe(text);
    await expect(vault.open(PROJECT, 'b', sealed)).rejects.toMatchObject({
      code: 'sample_altered',
    });
  }
});
