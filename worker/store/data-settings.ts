import { dataSettings } from '@assay/schema/db/data-settings.ts';
import type { DataSettings } from '@assay/schema/types.ts';
import { eq } from 'drizzle-orm';
import type { Database } from './database.ts';

/** What projects keep of their data, in D1. */
export interface DataSettingsStore {
  find(projectId: string): Promise<DataSettings | undefined>;
  put(projectId: string, settings: DataSettings, atMs: number): Promise<void>;
}

export function createDataSettingsStore({ orm, attempt }: Database): DataSettingsStore {
  return {
    find: (projectId) =>
      attempt(() =>
        orm.select().from(dataSettings).where(eq(dataSettings.projectId, projectId)).get(),
      ).then((row) => row?.settings),

    async put(projectId, settings, updatedAtMs) {
      await attempt(() =>
        orm
          .insert(dataSettings)
          .values({ projectId, settings, updatedAtMs })
          .onConflictDoUpdate({ target: dataSettings.projectId, set: { settings, updatedAtMs } })
          .run(),
      );
    },
  };
}
