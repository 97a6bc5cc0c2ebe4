import type { Policy, ScorerReference } from '@assay/schema/types.ts';
import { fingerprint } from '@assay/scorers/fingerprint.ts';
import type { DefaultModels } from '@assay/scorers/judging/judge.ts';
import { whenLoaded } from '@assay/scorers/load.ts';
import { InvalidScorers, type ResolvedScorer, resolveScorers } from '@assay/scorers/resolve.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { StoredSuite, SuiteStore } from '../../store/suites.ts';
import { createVersionCache, type VersionCache } from './version-cache.ts';

/** A suite version ready to run. */
export interface OpenSuite {
  name: string;
  version: number;
  scorers: ResolvedScorer[];
  policy: Policy;
  fingerprint: string;
}

/** Suites by reference. */
export type SuiteCache = VersionCache<OpenSuite>;

export function createSuiteCache(
  suites: SuiteStore,
  nowMs: () => number,
  models: DefaultModels,
): SuiteCache {
  return createVersionCache(suites, nowMs, (stored) => whenLoaded(() => openSuite(stored, models)));
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
