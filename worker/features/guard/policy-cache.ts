import type { GuardPolicyContent } from '@assay/schema/types.ts';
import { createTtlCache } from '../../core/ttl-cache.ts';
import type { GuardPolicyStore } from '../../store/guard-policies.ts';
import { parseSuiteReference } from '../scoring/suite-cache.ts';

/** How long another isolate may still use a policy's former newest version, in milliseconds. */
const POLICY_CACHE_MS = 10_000;
const POLICY_CACHE_ENTRIES = 500;

/** A version of a policy. */
export interface OpenPolicy {
  name: string;
  version: number;
  content: GuardPolicyContent;
}

/** Policies by reference, kept in the isolate's memory for a short time. */
export interface PolicyCache {
  /** @param reference `name` for the newest version, or `name@3` */
  open(projectId: string, reference: string): Promise<OpenPolicy | undefined>;
  /** Forgets what is known of a policy, in this isolate. */
  forget(projectId: string, name: string): void;
}

export function createPolicyCache(policies: GuardPolicyStore, nowMs: () => number): PolicyCache {
  const cache = createTtlCache<OpenPolicy>(POLICY_CACHE_MS, POLICY_CACHE_ENTRIES, nowMs);
  // Counts up when a policy changes here, so that what was looked up before is not used after.
  const generations = createTtlCache<number>(POLICY_CACHE_MS, POLICY_CACHE_ENTRIES, nowMs);
  return {
    async open(projectId, reference) {
      const { name, version } = parseSuiteReference(reference);
      const policyKey = `${projectId}/${name}`;
      const key = `${policyKey}/${generations.get(policyKey) ?? 0}/${version ?? 'newest'}`;
      const known = cache.get(key);
      if (known) return known;
      const stored = await policies.find(projectId, name, version);
      if (stored === undefined) return undefined;
      const policy = { name, version: stored.version, content: stored.content };
      cache.set(key, policy);
      return policy;
    },
    forget(projectId, name) {
      const policyKey = `${projectId}/${name}`;
      generations.set(policyKey, (generations.get(policyKey) ?? 0) + 1);
    },
  };
}
