import { LIMITS } from '@assay/schema/limits.ts';
import { createTtlCache } from '../../core/ttl-cache.ts';
import type { StoredTraceRule, TraceRuleStore } from '../../store/trace-rules.ts';

/** How long another isolate may still use rules as they were, in milliseconds. */
const CACHE_MS = 10_000;
const CACHE_ENTRIES = 500;

/** The newest versions of the rules of a project that are enabled. */
export interface ActiveRules {
  of(projectId: string): Promise<readonly StoredTraceRule[]>;
  /** Forgets what is known of a project, in this isolate. */
  forget(projectId: string): void;
}

export function createActiveRules(
  traceRules: Pick<TraceRuleStore, 'list'>,
  nowMs: () => number,
): ActiveRules {
  const cache = createTtlCache<readonly StoredTraceRule[]>(CACHE_MS, CACHE_ENTRIES, nowMs);
  return {
    async of(projectId) {
      const known = cache.get(projectId);
      if (known) return known;
      const rules = await traceRules.list(projectId, LIMITS.traceRules);
      const active = rules.filter(({ content }) => content.isEnabled !== false);
      cache.set(projectId, active);
      return active;
    },
    forget: (projectId) => cache.delete(projectId),
  };
}
