import { newId } from '@assay/schema/ids.ts';
import type {
  GuardPolicy,
  GuardPolicyContent,
  GuardPolicyInput,
  GuardPolicyVersionInput,
  GuardStage,
  Page,
} from '@assay/schema/types.ts';
import { whenLoaded } from '@assay/scorers/load.ts';
import { PAGE_ITEMS, pageFrom } from '../../core/page-from.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { GuardPolicyStore, StoredGuardPolicy } from '../../store/guard-policies.ts';
import { parseVersionReference } from '../scoring/version-cache.ts';
import {
  DEFAULT_POLICY_CONTENT,
  DEFAULT_POLICY_NAME,
  DEFAULT_POLICY_VERSION,
} from './default-policy.ts';
import { expandPolicy, type PlanGuardNeeds } from './plan-guard.ts';
import { planPolicy, policyFingerprint } from './plan-policy.ts';

export interface PolicyNeeds extends PlanGuardNeeds {
  guardPolicies: GuardPolicyStore;
  nowMs(): number;
}

/** Creates version 1 of a policy. @throws InvalidScorers, or ApiProblem `policy_exists` */
export async function createPolicy(
  projectId: string,
  input: GuardPolicyInput,
  needs: PolicyNeeds,
): Promise<GuardPolicy> {
  const added =
    input.name === DEFAULT_POLICY_NAME
      ? undefined
      : await needs.guardPolicies.add(await newVersion(projectId, input.name, input, needs), false);
  if (added === undefined) {
    throw new ApiProblem('policy_exists', {
      detail: `A guard policy "${input.name}" exists. Use POST /v1/guard/policies/${input.name}/versions to add a version.`,
    });
  }
  needs.policyCache.forget(projectId, input.name);
  return toPolicy(added);
}

/**
 * Adds a version to a policy; content equal to the newest version's adds none.
 *
 * @throws InvalidScorers, or ApiProblem `policy_not_found`
 */
export async function addPolicyVersion(
  projectId: string,
  name: string,
  input: GuardPolicyVersionInput,
  needs: PolicyNeeds,
): Promise<{ policy: GuardPolicy; isNew: boolean }> {
  const newest = await find(projectId, name, needs);
  const next = await newVersion(projectId, name, input, needs);
  if (newest.fingerprint === next.fingerprint && newest.description === next.description) {
    return { policy: toPolicy(newest), isNew: false };
  }
  const added = await needs.guardPolicies.add(next, true);
  if (added === undefined) throw new ApiProblem('policy_not_found');
  needs.policyCache.forget(projectId, name);
  return { policy: toPolicy(added), isNew: true };
}

/** @param reference `name` for the newest version, or `name@3`. @throws ApiProblem `policy_not_found` */
export async function getPolicy(
  projectId: string,
  reference: string,
  needs: PolicyNeeds,
): Promise<GuardPolicy> {
  const { name, version = DEFAULT_POLICY_VERSION } = parseVersionReference(reference);
  if (name === DEFAULT_POLICY_NAME && version === DEFAULT_POLICY_VERSION) return preset(needs);
  return toPolicy(await find(projectId, reference, needs));
}

/** The newest version of each policy of the project, by name. */
export async function listPolicies(
  projectId: string,
  { limit = PAGE_ITEMS, cursor }: { limit?: number | undefined; cursor?: string | undefined },
  { guardPolicies }: PolicyNeeds,
): Promise<Page<GuardPolicy>> {
  const rows = await guardPolicies.list(projectId, limit + 1, cursor);
  return pageFrom(rows, limit, toPolicy, ({ name }) => name);
}

/** Every version of a policy, newest first. @throws ApiProblem `policy_not_found` */
export async function listPolicyVersions(
  projectId: string,
  name: string,
  { guardPolicies }: PolicyNeeds,
): Promise<GuardPolicy[]> {
  const versions = await guardPolicies.versions(projectId, name);
  if (versions.length === 0) throw new ApiProblem('policy_not_found');
  return versions.map(toPolicy);
}

/** Deletes a policy, or only version 3 for `name@3`. @throws ApiProblem `policy_not_found` */
export async function deletePolicy(
  projectId: string,
  reference: string,
  needs: PolicyNeeds,
): Promise<void> {
  await find(projectId, reference, needs);
  const { name, version } = parseVersionReference(reference);
  await needs.guardPolicies.remove(projectId, name, version, needs.nowMs());
  needs.policyCache.forget(projectId, name);
}

async function find(
  projectId: string,
  reference: string,
  { guardPolicies }: PolicyNeeds,
): Promise<StoredGuardPolicy> {
  const { name, version } = parseVersionReference(reference);
  const found = await guardPolicies.find(projectId, name, version);
  if (found) return found;
  throw new ApiProblem('policy_not_found', {
    detail: `There is no guard policy "${reference}" in this project. GET /v1/guard/policies lists them.`,
  });
}

const STAGES: readonly GuardStage[] = ['input', 'output', 'tool-call', 'tool-result'];

async function newVersion(
  projectId: string,
  name: string,
  { description = '', ...given }: GuardPolicyVersionInput,
  needs: PolicyNeeds,
) {
  const { rules, onError, redaction }: GuardPolicyContent = await expandPolicy(
    given,
    projectId,
    needs,
  );
  const content = { rules, ...(onError && { onError }), ...(redaction && { redaction }) };
  const models = needs.judging.models.defaults;
  // What no stage could run is refused now, not when a user waits.
  const fingerprint = await whenLoaded(() => {
    for (const stage of STAGES) planPolicy(content, { stage }, models, '');
    return policyFingerprint(content, models);
  });
  return {
    projectId,
    name,
    description,
    content,
    fingerprint,
    createdAtMs: needs.nowMs(),
    attempt: newId('attempt'),
  };
}

function toPolicy({
  name,
  version,
  description,
  content,
  fingerprint,
  createdAtMs,
}: StoredGuardPolicy): GuardPolicy {
  const createdAt = new Date(createdAtMs).toISOString();
  return { name, version, description, ...content, fingerprint, createdAt };
}

function preset({ judging }: PolicyNeeds): GuardPolicy {
  return {
    name: DEFAULT_POLICY_NAME,
    version: DEFAULT_POLICY_VERSION,
    description: 'The preset, which works without any set-up.',
    ...DEFAULT_POLICY_CONTENT,
    fingerprint: policyFingerprint(DEFAULT_POLICY_CONTENT, judging.models.defaults),
    createdAt: PRESET_SINCE,
  };
}

const PRESET_SINCE = '2026-11-28T00:00:00.000Z';
