import type { ProjectSettings } from '@assay/schema/types.ts';
import { createRenewedCache } from '../../core/renewed-cache.ts';
import type { ProjectSettingsStore } from '../../store/project-settings.ts';
import { DEFAULT_SETTINGS } from './admission.ts';

/** How long another isolate may still use previous settings, in milliseconds. */
export const SETTINGS_CACHE_MS = 10_000;
const SETTINGS_CACHE_ENTRIES = 1_000;

/** Project settings, cached in the isolate for a short time. */
export interface SettingsCache {
  get(projectId: string): Promise<ProjectSettings>;
  /** As the database has them. */
  read(projectId: string): Promise<ProjectSettings>;
  put(projectId: string, settings: ProjectSettings): Promise<void>;
}

export function createSettingsCache(
  store: ProjectSettingsStore,
  nowMs: () => number,
): SettingsCache {
  const known = createRenewedCache<ProjectSettings>(
    SETTINGS_CACHE_MS,
    SETTINGS_CACHE_ENTRIES,
    nowMs,
  );
  const read = async (projectId: string) => (await store.find(projectId)) ?? DEFAULT_SETTINGS;
  return {
    get: async (projectId) =>
      (await known.get(projectId, () => read(projectId))) ?? DEFAULT_SETTINGS,
    read,
    async put(projectId, settings) {
      await store.put(projectId, settings, nowMs());
      known.set(projectId, settings);
    },
  };
}
