import { restoreTokens } from '@assay/schema/restore-tokens.ts';
import type {
  GuardPolicy,
  GuardPolicyInput,
  GuardPolicyVersionInput,
  GuardRequest,
  GuardResult,
  PageQuery,
} from '@assay/schema/types.ts';
import type { ApiPromise } from '../api-promise.ts';
import type { Call } from '../call.ts';
import type { RequestOptions } from '../options.ts';
import { listOf, type PagePromise } from '../page.ts';
import { pathOf } from '../transport.ts';

export interface Guarding {
  /**
   * Checks a prompt, an answer, a tool call or a tool result against a guard policy.
   *
   * @returns `action` (`allow`, `flag`, `redact` or `block`), the findings, and what was sent with its
   *   redactions, or null in its place if it was blocked
   * @throws ValidationError if the request or the policy is invalid; `errors` names each field
   * @example
   * const { action, text } = await assay.guard({ stage: 'input', text: 'Hello', policy: 'support' });
   * console.log(action === 'block' ? 'I cannot help with that.' : text);
   */
  (request: GuardRequest, options?: RequestOptions): ApiPromise<GuardResult>;

  /**
   * Replaces tokens by their originals, without a request.
   *
   * @param text a text with tokens, such as the answer of a model
   * @param tokens `tokens` of the guard's result
   */
  restore(text: string, tokens: Readonly<Record<string, string>>): string;

  /** Named, versioned policies of the project. */
  readonly policies: GuardPolicies;
}

export function guardOf(call: Call): Guarding {
  const guard = (request: GuardRequest, options?: RequestOptions) =>
    call<GuardResult>(
      { operation: 'guard', args: [request], method: 'POST', path: '/v1/guard', body: request },
      options,
    );
  return Object.assign(guard, { restore: restoreTokens, policies: new GuardPolicies(call) });
}

/** Named, versioned sets of guard rules. */
export class GuardPolicies {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  /** Lists policies by name, each in its newest version. */
  list(query: PageQuery = {}, options?: RequestOptions): PagePromise<GuardPolicy> {
    const path = '/v1/guard/policies';
    return listOf(this.#call, { operation: 'guard.policies.list', path }, query, options);
  }

  /** Gets a policy by `name` (newest version) or `name@3`; `default` is the preset. */
  get(reference: string, options?: RequestOptions): ApiPromise<GuardPolicy> {
    const path = pathOf('guard', 'policies', reference);
    return this.#call(
      { operation: 'guard.policies.get', args: [reference], method: 'GET', path },
      options,
    );
  }

  /**
   * Creates a policy.
   *
   * @throws ConflictError `policy_exists`
   */
  create(policy: GuardPolicyInput, options?: RequestOptions): ApiPromise<GuardPolicy> {
    return this.#call(
      {
        operation: 'guard.policies.create',
        args: [policy],
        method: 'POST',
        path: '/v1/guard/policies',
        body: policy,
      },
      options,
    );
  }

  /** Lists the versions of a policy, newest first. */
  versions(name: string, options?: RequestOptions): PagePromise<GuardPolicy> {
    const path = pathOf('guard', 'policies', name, 'versions');
    return listOf(this.#call, { operation: 'guard.policies.versions', path }, {}, options, [name]);
  }

  /**
   * Adds a version. If the content equals the newest version, no version is added and that one is
   * returned.
   */
  addVersion(
    name: string,
    version: GuardPolicyVersionInput,
    options?: RequestOptions,
  ): ApiPromise<GuardPolicy> {
    return this.#call(
      {
        operation: 'guard.policies.addVersion',
        args: [name, version],
        method: 'POST',
        path: pathOf('guard', 'policies', name, 'versions'),
        body: version,
      },
      options,
    );
  }

  /** Deletes `name` with all versions, or only `name@3`. */
  delete(reference: string, options?: RequestOptions): ApiPromise<void> {
    const path = pathOf('guard', 'policies', reference);
    return this.#call(
      { operation: 'guard.policies.delete', args: [reference], method: 'DELETE', path },
      options,
    );
  }
}
