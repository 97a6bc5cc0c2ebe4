import { questions } from '@assay/schema/db/questions.ts';
import type { Database } from './database.ts';
import { createNumberedStore, type NewVersion, type NumberedStore } from './versioned.ts';

export type StoredQuestion = typeof questions.$inferSelect;
export type NewQuestion = NewVersion<StoredQuestion>;

/** Questions in D1. */
export type QuestionStore = NumberedStore<StoredQuestion>;

export function createQuestionStore(database: Database): QuestionStore {
  return createNumberedStore(questions, database, {
    description: ({ description }) => description,
    content: ({ content }) => JSON.stringify(content),
    fingerprint: ({ fingerprint }) => fingerprint,
  });
}
