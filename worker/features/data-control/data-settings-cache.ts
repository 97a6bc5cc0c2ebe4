import type { DataSettings } from '@assay/schema/types.ts';
import { createTtlCache } from '../../core/ttl-cache.ts';
import type { DataSettingsStore } from '../../store/data-settings.ts';

/** What a project keeps that has not decided. */
export const DEFAULT_DATA_SETTINGS: DataSettings = { keep: 'sample' };

/** How long another isolate may still use previous settings, in milliseconds: as long as a key. */
export const DATA_SETTINGS_CACHE_MS = 30_000;
const DATA_SETTINGS_CACHE_ENTRIES = 5_000;

/** What projects keep of their data, cached in the isolate for a short time. */
export interface DataSettingsCache {
  get(projectId: string): Promise<DataSettings>;
  /** As the database has them. */
  read(projectId: string): Promise<DataSettings>;
  put(projectId: string, settings: DataSettings): Promise<void>;
  /**
   * Takes settings that were read together with something else, so that they need no read of their
   * own; undefined stands for the defaults. Those that are known stay.
   */
  learn(projectId: string, settings: DataSettings | undefined): void;
}

export function createDataSettingsCache(
  store: DataSettingsStore,
  nowMs: () => number,
): DataSettingsCache {
  const known = createTtlCache<DataSettings>(
    DATA_SETTINGS_CACHE_MS,
    DATA_SETTINGS_CACHE_ENTRIES,
    nowMs,
  );
  // Settings that were put while others were read are newer than those.
  const learn = (projectId: string, settings = DEFAULT_DATA_SETTINGS) => {
    const newer = known.get(projectId);
    if (newer === undefined) known.set(projectId, settings);
    return newer ?? settings;
  };
  return {
    async get(projectId) {
      return known.get(projectId) ?? learn(projectId, await store.find(projectId));
    },
    async read(projectId) {
      return (await store.find(projectId)) ?? DEFAULT_DATA_SETTINGS;
    },
    async put(projectId, settings) {
      await store.put(projectId, settings, nowMs());
      known.set(projectId, settings);
    },
    learn,
  };
}
