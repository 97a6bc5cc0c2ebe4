import { createTtlCache } from '../../core/ttl-cache.ts';
import type {
  EvaluationTargetStore,
  StoredEvaluationTarget,
} from '../../store/evaluation-targets.ts';

/** How long another isolate may still use a target as it was, in milliseconds. */
const CACHE_MS = 10_000;
const CACHE_ENTRIES = 500;

/** Where projects' verdicts are sent as events, cached in the isolate for a short time. */
export interface EvaluationTargets {
  /** @returns null for a project that sends none */
  of(projectId: string): Promise<StoredEvaluationTarget | null>;
  /** Forgets what is known of a project, in this isolate. */
  forget(projectId: string): void;
}

export function createEvaluationTargets(
  store: Pick<EvaluationTargetStore, 'find'>,
  nowMs: () => number,
): EvaluationTargets {
  const cache = createTtlCache<{ target: StoredEvaluationTarget | null }>(
    CACHE_MS,
    CACHE_ENTRIES,
    nowMs,
  );
  return {
    async of(projectId) {
      const known = cache.get(projectId);
      if (known) return known.target;
      const target = (await store.find(projectId)) ?? null;
      cache.set(projectId, { target });
      return target;
    },
    forget: (projectId) => cache.delete(projectId),
  };
}
