import { createRenewedCache } from '../../core/renewed-cache.ts';
import { createTtlCache } from '../../core/ttl-cache.ts';
import type { VersionedStore } from '../../store/versioned.ts';

/** How long another isolate may still use a former newest version, in milliseconds. */
const CACHE_MS = 10_000;
const CACHE_ENTRIES = 500;

/** Named, versioned things by reference, kept in the isolate's memory for a short time. */
export interface VersionCache<Open> {
  /** @param reference `name` for the newest version, or `name@3` */
  open(projectId: string, reference: string): Promise<Open | undefined>;
  /** Forgets what is known of a name, in this isolate. */
  forget(projectId: string, name: string): void;
}

/** @param toOpen makes what is used out of what is stored, once as long as it is kept */
export function createVersionCache<Stored, Open>(
  store: Pick<VersionedStore<Stored>, 'find'>,
  nowMs: () => number,
  toOpen: (stored: Stored) => Open | Promise<Open>,
): VersionCache<Open> {
  const cache = createRenewedCache<Open>(CACHE_MS, CACHE_ENTRIES, nowMs);
  // Counts up when a name changes here, so that what was looked up before is not used after.
  const generations = createTtlCache<number>(CACHE_MS, CACHE_ENTRIES, nowMs);

  return {
    async open(projectId, reference) {
      const { name, version } = parseVersionReference(reference);
      const nameKey = `${projectId}/${name}`;
      const key = `${nameKey}/${generations.get(nameKey) ?? 0}/${version ?? 'newest'}`;
      return cache.get(key, async () => {
        const stored = await store.find(projectId, name, version);
        return stored === undefined ? undefined : toOpen(stored);
      });
    },
    forget(projectId, name) {
      const nameKey = `${projectId}/${name}`;
      generations.set(nameKey, (generations.get(nameKey) ?? 0) + 1);
    },
  };
}

/** `name@3` in its parts; without a whole version number all of it is the name. */
export function parseVersionReference(reference: string): { name: string; version?: number } {
  const [, name, version] = /^(.+)@([1-9]\d{0,8})$/.exec(reference) ?? [];
  if (name === undefined || version === undefined) return { name: reference };
  return { name, version: Number(version) };
}
