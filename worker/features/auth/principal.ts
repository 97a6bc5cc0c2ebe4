import type { ReviewerInput, Scope } from '@assay/schema/types.ts';
import { ApiProblem } from '../../core/problem.ts';

/** The authenticated caller: its key, project and scopes. */
export interface Principal {
  projectId: string;
  keyId: string;
  scopes: readonly Scope[];
  /** Of a key with the scope `review`. */
  review?: ReviewerInput | undefined;
}

/**
 * `any` takes every caller but reviewers, who see their queues and nothing else; `admin` may do
 * everything.
 *
 * @throws ApiProblem `scope_missing`
 */
export function requireScope({ scopes }: Principal, scope: Scope | 'any'): void {
  const isOpen = scope === 'any' && scopes.some((own) => own !== 'review');
  if (isOpen || scopes.includes('admin') || scopes.some((own) => own === scope)) return;
  const required = scope === 'any' ? 'a scope other than "review"' : `the scope "${scope}"`;
  throw new ApiProblem('scope_missing', {
    detail: `This operation requires ${required}; the caller has ${scopes.join(', ')}.`,
  });
}
