import { expect, it } from 'vitest';
import { createRenewedCache } from './renewed-cache.ts';

const TTL_MS = 10_000;

function world() {
  let atMs = 0;
  const reads: PromiseWithResolvers<string | undefined>[] = [];
  const cache = createRenewedCache<string>(TTL_MS, 2, () => atMs);
  return {
    cache,
    reads,
    wait: (ms: number) => {
      atMs += ms;
    },
    get: (key = 'a') =>
      cache.get(key, () => {
        const reading = Promise.withResolvers<string | undefined>();
        reads.push(reading);
        return reading.promise;
      }),
  };
}

/** Lets what is put off begin. */
function begin(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1));
}

/** A world whose cache knows `a`. */
async function warm(): Promise<ReturnType<typeof world>> {
  const warmed = world();
  const first = warmed.get();
  warmed.reads[0]?.resolve('old');
  await first;
  return warmed;
}

it('reads what it does not know, and then knows it', async () => {
  const { get, reads } = await warm();
  expect(await get()).toBe('old');
  expect(reads).toHaveLength(1);
});

it('reads again past half of the time, and nobody waits for that', async () => {
  const { get, reads, wait } = await warm();
  wait(TTL_MS / 2);
  expect(await get()).toBe('old');
  await begin();
  expect(reads).toHaveLength(2);
  reads[1]?.resolve('new');
  await reads[1]?.promise;
  expect(await get()).toBe('new');
  wait(TTL_MS / 2 - 1);
  expect(await get()).toBe('new');
  await begin();
  expect(reads).toHaveLength(2);
});

it('forgets an entry whose time is over, also while it is read again', async () => {
  const { get, cache, reads, wait } = await warm();
  wait(TTL_MS - 1);
  await get();
  await begin();
  wait(1);
  expect(cache.peek('a')).toBeUndefined();
  reads[1]?.resolve('late');
  await reads[1]?.promise;
  expect(cache.peek('a')).toBeUndefined();
});

it('reads again when a read was lost with its request, and no more often than once a second', async () => {
  const { get, reads, wait } = await warm();
  wait(TTL_MS / 2);
  await get();
  await get();
  await begin();
  expect(reads).toHaveLength(2);
  wait(1_000);
  await get();
  await begin();
  expect(reads).toHaveLength(3);
});

it('keeps an entry that cannot be read again until its time is over', async () => {
  const { get, reads, wait } = await warm();
  wait(TTL_MS / 2);
  await get();
  await begin();
  reads[1]?.reject(new Error('the database is down'));
  await expect(reads[1]?.promise).rejects.toThrow();
  expect(await get()).toBe('old');
});

it('forgets what is gone when it is read again', async () => {
  const { get, cache, reads, wait } = await warm();
  wait(TTL_MS / 2);
  await get();
  await begin();
  reads[1]?.resolve(undefined);
  await reads[1]?.promise;
  expect(cache.peek('a')).toBeUndefined();
});

it.each([
  ['set', 'newer'],
  ['delete', undefined],
] as const)('keeps nothing that was read before a %s', async (change, known) => {
  const renewing = await warm();
  renewing.wait(TTL_MS / 2);
  await renewing.get();
  await begin();
  const reading = world();
  const first = reading.get();
  for (const { cache } of [renewing, reading]) {
    if (change === 'set') cache.set('a', 'newer');
    else cache.delete('a');
  }
  renewing.reads[1]?.resolve('older');
  reading.reads[0]?.resolve('older');
  expect(await first).toBe(known ?? 'older');
  for (const { cache } of [renewing, reading]) expect(cache.peek('a')).toBe(known);
});

it('keeps no more entries than it may', async () => {
  const { get, cache, reads } = await warm();
  for (const key of ['b', 'c']) {
    const asked = get(key);
    reads.at(-1)?.resolve(key);
    await asked;
  }
  expect(['a', 'b', 'c'].map((key) => cache.peek(key))).toEqual([undefined, 'b', 'c']);
});
