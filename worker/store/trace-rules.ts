import { traceRules } from '@assay/schema/db/traces.ts';
import type { Database } from './database.ts';
import { createNumberedStore, type NumberedStore } from './versioned.ts';

export type StoredTraceRule = typeof traceRules.$inferSelect;

/** Rules for live traces in D1. */
export type TraceRuleStore = NumberedStore<StoredTraceRule>;

export function createTraceRuleStore(database: Database): TraceRuleStore {
  return createNumberedStore(traceRules, database, {
    description: ({ description }) => description,
    content: ({ content }) => JSON.stringify(content),
    fingerprint: ({ fingerprint }) => fingerprint,
  });
}
