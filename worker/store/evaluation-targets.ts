import { evaluationTargets } from '@assay/schema/db/evaluation-export.ts';
import { eq } from 'drizzle-orm';
import type { Database } from './database.ts';

export type StoredEvaluationTarget = typeof evaluationTargets.$inferSelect;

/** Where projects' verdicts are sent as events, in D1. */
export interface EvaluationTargetStore {
  find(projectId: string): Promise<StoredEvaluationTarget | undefined>;
  put(target: StoredEvaluationTarget): Promise<void>;
  remove(projectId: string): Promise<void>;
}

export function createEvaluationTargetStore({ orm, attempt }: Database): EvaluationTargetStore {
  const isOf = (projectId: string) => eq(evaluationTargets.projectId, projectId);
  return {
    find: (projectId) =>
      attempt(() => orm.select().from(evaluationTargets).where(isOf(projectId)).get()),

    async put({ projectId, ...set }) {
      await attempt(() =>
        orm
          .insert(evaluationTargets)
          .values({ projectId, ...set })
          .onConflictDoUpdate({ target: evaluationTargets.projectId, set })
          .run(),
      );
    },

    async remove(projectId) {
      await attempt(() => orm.delete(evaluationTargets).where(isOf(projectId)).run());
    },
  };
}
