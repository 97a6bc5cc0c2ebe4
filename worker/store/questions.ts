import { questions } from '@assay/schema/db/questions.ts';
import { and, eq } from 'drizzle-orm';
import type { Database } from './database.ts';
import { createNumberedStore, type NewVersion, type NumberedStore } from './versioned.ts';

export type StoredQuestion = typeof questions.$inferSelect;
export type NewQuestion = NewVersion<StoredQuestion>;

/** Questions in D1. */
export interface QuestionStore extends NumberedStore<StoredQuestion> {
  /** A version, also once it was deleted. */
  findKept(projectId: string, name: string, version: number): Promise<StoredQuestion | undefined>;
}

export function createQuestionStore(database: Database): QuestionStore {
  const { orm, attempt } = database;
  const numbered = createNumberedStore(questions, database, {
    description: ({ description }) => description,
    content: ({ content }) => JSON.stringify(content),
    fingerprint: ({ fingerprint }) => fingerprint,
  });
  return {
    ...numbered,
    findKept: (projectId, name, version) =>
      attempt(() =>
        orm
          .select()
          .from(questions)
          .where(
            and(
              eq(questions.projectId, projectId),
              eq(questions.name, name),
              eq(questions.version, version),
            ),
          )
          .get(),
      ),
  };
}
