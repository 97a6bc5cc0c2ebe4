import type { GuardPolicyContent } from '@assay/schema/types.ts';
import type { GuardPolicyStore } from '../../store/guard-policies.ts';
import { createVersionCache, type VersionCache } from '../scoring/version-cache.ts';

/** A version of a policy. */
export interface OpenPolicy {
  name: string;
  version: number;
  content: GuardPolicyContent;
}

/** Policies by reference. */
export type PolicyCache = VersionCache<OpenPolicy>;

export function createPolicyCache(policies: GuardPolicyStore, nowMs: () => number): PolicyCache {
  return createVersionCache(policies, nowMs, ({ name, version, content }) => ({
    name,
    version,
    content,
  }));
}
