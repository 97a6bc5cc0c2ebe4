import { suites } from '@assay/schema/db/suites.ts';
import type { Database } from './database.ts';
import { createNumberedStore, type NewVersion, type NumberedStore } from './versioned.ts';

export type StoredSuite = typeof suites.$inferSelect;
export type NewSuite = NewVersion<StoredSuite>;

/** Suites in D1. */
export type SuiteStore = NumberedStore<StoredSuite>;

export function createSuiteStore(database: Database): SuiteStore {
  return createNumberedStore(suites, database, {
    description: ({ description }) => description,
    scorers: ({ scorers }) => JSON.stringify(scorers),
    policy: ({ policy }) => JSON.stringify(policy),
    fingerprint: ({ fingerprint }) => fingerprint,
  });
}
