import { projectSettings } from '@assay/schema/db/judging.ts';
import type { ProjectSettings } from '@assay/schema/types.ts';
import { eq } from 'drizzle-orm';
import type { Database } from './database.ts';

/** Settings of projects in D1. */
export interface ProjectSettingsStore {
  find(projectId: string): Promise<ProjectSettings | undefined>;
  put(projectId: string, settings: ProjectSettings, atMs: number): Promise<void>;
}

export function createProjectSettingsStore({ orm, attempt }: Database): ProjectSettingsStore {
  return {
    find: (projectId) =>
      attempt(() =>
        orm.select().from(projectSettings).where(eq(projectSettings.projectId, projectId)).get(),
      ).then((row) => row?.settings),

    async put(projectId, settings, updatedAtMs) {
      await attempt(() =>
        orm
          .insert(projectSettings)
          .values({ projectId, settings, updatedAtMs })
          .onConflictDoUpdate({ target: projectSettings.projectId, set: { settings, updatedAtMs } })
          .run(),
      );
    },
  };
}
