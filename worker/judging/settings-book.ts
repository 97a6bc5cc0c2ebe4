import type { ProjectSettings } from '@assay/schema/types.ts';
import type { ProjectSettingsStore } from '../store/project-settings.ts';
import { createTtlCache } from '../ttl-cache.ts';
import { DEFAULT_SETTINGS } from './admission.ts';

/** How long another isolate may still act by former settings, in milliseconds. */
export const SETTINGS_CACHE_MS = 10_000;
const SETTINGS_CACHE_ENTRIES = 1_000;

/** Settings of projects, kept in the isolate's memory for a short time. */
export interface SettingsBook {
  open(projectId: string): Promise<ProjectSettings>;
  put(projectId: string, settings: ProjectSettings): Promise<void>;
}

export function createSettingsBook(store: ProjectSettingsStore, nowMs: () => number): SettingsBook {
  const known = createTtlCache<ProjectSettings>(SETTINGS_CACHE_MS, SETTINGS_CACHE_ENTRIES, nowMs);
  return {
    async open(projectId) {
      const remembered = known.get(projectId);
      if (remembered) return remembered;
      const settings = (await store.find(projectId)) ?? DEFAULT_SETTINGS;
      known.set(projectId, settings);
      return settings;
    },
    async put(projectId, settings) {
      await store.put(projectId, settings, nowMs());
      known.set(projectId, settings);
    },
  };
}
