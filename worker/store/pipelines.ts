import { pipelines } from '@assay/schema/db/pipelines.ts';
import type { Database } from './database.ts';
import { createNumberedStore, type NumberedStore } from './versioned.ts';

export type StoredPipeline = typeof pipelines.$inferSelect;

/** Pipelines in D1. */
export type PipelineStore = NumberedStore<StoredPipeline>;

export function createPipelineStore(database: Database): PipelineStore {
  return createNumberedStore(pipelines, database, {
    description: ({ description }) => description,
    content: ({ content }) => JSON.stringify(content),
    fingerprint: ({ fingerprint }) => fingerprint,
  });
}
