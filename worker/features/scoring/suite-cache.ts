import type { Policy, ScorerReference } from '@assay/schema/types.ts';
import { fingerprint } from '@assay/scorers/fingerprint.ts';
import type { DefaultModels } from '@assay/scorers/judging/judge.ts';
import { whenLoaded } from '@assay/scorers/load.ts';
import { InvalidScorers, type ResolvedScorer, resolveScorers } from '@assay/scorers/resolve.ts';
import { ApiProblem } from '../../core/problem.ts';
import { createTtlCache } from '../../core/ttl-cache.ts';
import type { StoredSuite, SuiteStore } from '../../store/suites.ts';

/** How long another isolate may still use a suite's former newest version, in milliseconds. */
export const SUITE_CACHE_MS = 10_000;
const SUITE_CACHE_ENTRIES = 500;

/** A suite version ready to run. */
export interface OpenSuite {
  name: string;
  version: number;
  scorers: ResolvedScorer[];
  policy: Policy;
  fingerprint: string;
}

/** Suites by reference, kept in the isolate's memory for a short time. */
export interface SuiteCache {
  /** @param reference `name` for the newest version, or `name@3` */
  open(projectId: string, reference: string): Promise<OpenSuite | undefined>;
  /** Forgets what is known of a suite, in this isolate. */
  forget(projectId: string, name: string): void;
}

export function createSuiteCache(
  suites: SuiteStore,
  nowMs: () => number,
  models: DefaultModels,
): SuiteCache {
  const cache = createTtlCache<OpenSuite>(SUITE_CACHE_MS, SUITE_CACHE_ENTRIES, nowMs);
  // Counts up when a suite changes here, so that what was looked up before is not used after.
  const generations = createTtlCache<number>(SUITE_CACHE_MS, SUITE_CACHE_ENTRIES, nowMs);

  return {
    async open(projectId, reference) {
      const { name, version } = parseSuiteReference(reference);
      const suiteKey = `${projectId}/${name}`;
      const key = `${suiteKey}/${generations.get(suiteKey) ?? 0}/${version ?? 'newest'}`;
      const known = cache.get(key);
      if (known) return known;
      const stored = await suites.find(projectId, name, version);
      if (stored === undefined) return undefined;
      const suite = await whenLoaded(() => openSuite(stored, models));
      cache.set(key, suite);
      return suite;
    },
    forget(projectId, name) {
      const suiteKey = `${projectId}/${name}`;
      generations.set(suiteKey, (generations.get(suiteKey) ?? 0) + 1);
    },
  };
}

/** `name@3` in its parts; without a whole version number all of it is the name. */
export function parseSuiteReference(reference: string): { name: string; version?: number } {
  const [, name, version] = /^(.+)@([1-9]\d{0,8})$/.exec(reference) ?? [];
  if (name === undefined || version === undefined) return { name: reference };
  return { name, version: Number(version) };
}

/** The fingerprint of all that decides a suite's verdicts. */
export function suiteFingerprint(scorers: readonly ResolvedScorer[], policy: Policy): string {
  return fingerprint({
    policy,
    scorers: scorers.map(({ name, weight, required, fingerprint: scorerPrint }) => ({
      name,
      weight,
      required: required ?? null,
      fingerprint: scorerPrint,
    })),
  });
}

/** @throws InvalidScorers when its scorers cannot be run */
export function resolveSuite(
  references: readonly ScorerReference[],
  policy: Policy,
  models: DefaultModels,
) {
  const scorers = resolveScorers(references, '/scorers', models);
  return { scorers, fingerprint: suiteFingerprint(scorers, policy) };
}

function openSuite(
  { name, version, scorers: references, policy }: StoredSuite,
  models: DefaultModels,
): OpenSuite {
  try {
    return { name, version, policy, ...resolveSuite(references, policy, models) };
  } catch (cause) {
    if (!(cause instanceof InvalidScorers)) throw cause;
    const detail = `The suite "${name}@${version}" was created by an earlier release, and this one cannot run it: ${cause.message}. Add a version to the suite.`;
    throw new ApiProblem('suite_outdated', { detail });
  }
}
