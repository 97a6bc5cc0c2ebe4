import { alertSettings } from '@assay/schema/db/alerts.ts';
import type { AlertSettings } from '@assay/schema/types.ts';
import { eq } from 'drizzle-orm';
import type { Database } from './database.ts';

/** Settings of alerts in D1. */
export interface AlertSettingsStore {
  find(projectId: string): Promise<AlertSettings | undefined>;
  put(projectId: string, settings: AlertSettings, atMs: number): Promise<void>;
}

export function createAlertSettingsStore({ orm, attempt }: Database): AlertSettingsStore {
  return {
    async find(projectId) {
      const row = await attempt(() =>
        orm.select().from(alertSettings).where(eq(alertSettings.projectId, projectId)).get(),
      );
      return row?.settings;
    },

    async put(projectId, settings, updatedAtMs) {
      await attempt(() =>
        orm
          .insert(alertSettings)
          .values({ projectId, settings, updatedAtMs })
          .onConflictDoUpdate({ target: alertSettings.projectId, set: { settings, updatedAtMs } })
          .run(),
      );
    },
  };
}
