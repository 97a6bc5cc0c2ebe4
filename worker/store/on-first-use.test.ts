import { expect, test, vi } from 'vitest';
import { onFirstUse } from './on-first-use.ts';

test('a store is loaded by its first call, once', async () => {
  const load = vi.fn(async () => ({ find: async (id: string) => `row ${id}` }));
  const store = onFirstUse(load);
  expect(load).not.toHaveBeenCalled();
  expect(await Promise.all([store.find('a'), store.find('b')])).toEqual(['row a', 'row b']);
  expect(load).toHaveBeenCalledOnce();
});

test('a store can be awaited and extended', async () => {
  const store = await onFirstUse(async () => ({
    find: async () => 'row',
    list: async () => 'rows',
  }));
  const broken: typeof store = Object.assign(Object.create(store), { list: async () => 'none' });
  expect(await Promise.all([broken.find(), broken.list()])).toEqual(['row', 'none']);
});
