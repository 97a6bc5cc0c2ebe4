import { guardPolicies } from '@assay/schema/db/guard-policies.ts';
import type { Database } from './database.ts';
import { createNumberedStore, type NumberedStore } from './versioned.ts';

export type StoredGuardPolicy = typeof guardPolicies.$inferSelect;

/** Guard policies in D1. */
export type GuardPolicyStore = NumberedStore<StoredGuardPolicy>;

export function createGuardPolicyStore(database: Database): GuardPolicyStore {
  return createNumberedStore(guardPolicies, database, {
    description: ({ description }) => description,
    content: ({ content }) => JSON.stringify(content),
    fingerprint: ({ fingerprint }) => fingerprint,
  });
}
