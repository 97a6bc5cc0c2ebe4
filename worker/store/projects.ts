import { projects } from '@assay/schema/db/projects.ts';
import { desc, eq, or } from 'drizzle-orm';
import type { Database } from './database.ts';

/** Projects in D1. */
export interface ProjectStore {
  /** The id of a project, by its id or its name. */
  find(reference: string): Promise<string | undefined>;
  /** The name of a project, by its id. */
  nameOf(id: string): Promise<string | undefined>;
}

export function createProjectStore({ orm, attempt }: Database): ProjectStore {
  return {
    find: (reference) =>
      attempt(() =>
        orm
          .select({ id: projects.id })
          .from(projects)
          .where(or(eq(projects.id, reference), eq(projects.name, reference)))
          // A name must not shadow an id.
          .orderBy(desc(eq(projects.id, reference)))
          .limit(1)
          .get(),
      ).then((row) => row?.id),

    nameOf: (id) =>
      attempt(() =>
        orm.select({ name: projects.name }).from(projects).where(eq(projects.id, id)).get(),
      ).then((row) => row?.name),
  };
}
