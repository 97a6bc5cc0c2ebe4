import type { DataSettings } from '@assay/schema/types.ts';
import { createRenewedCache } from '../../core/renewed-cache.ts';
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
  const known = createRenewedCache<DataSettings>(
    DATA_SETTINGS_CACHE_MS,
    DATA_SETTINGS_CACHE_ENTRIES,
    nowMs,
  );
  const read = async (projectId: string) => (await store.find(projectId)) ?? DEFAULT_DATA_SETTINGS;
  return {
    get: async (projectId) =>
      (await known.get(projectId, () => read(projectId))) ?? DEFAULT_DATA_SETTINGS,
    read,
    async put(projectId, settings) {
      await store.put(projectId, settings, nowMs());
      known.set(projectId, settings);
    },
    learn(projectId, settings = DEFAULT_DATA_SETTINGS) {
      // Settings that were put while others were read are newer than those.
      if (known.peek(projectId) === undefined) known.set(projectId, settings);
    },
  };
}
