import type { ReviewerInput, Scope } from '@assay/schema/types.ts';
import { ApiProblem } from '../../core/problem.ts';

/** The authenticated caller: its key, project and scopes. */
export interface Principal {
  projectId: string;
  keyId: string;
  /** The name of the key; omitted for bindings and in development. */
  keyName?: string | undefined;
  scopes: readonly Scope[];
  /** Of a key with the scope `review`. */
  review?: ReviewerInput | undefined;
}

/** What a caller needs: a scope, any scope that sees more than its own, or only a key that works. */
export type Needed = Scope | 'any' | 'key';

const NARROW: readonly Scope[] = ['review', 'audit'];

/**
 * Reviewers see their queues and auditors the audit log, and nothing else, so that `any` is not for
 * them; `admin` may do everything.
 *
 * @throws ApiProblem `scope_missing`
 */
export function requireScope({ scopes }: Principal, needed: Needed): void {
  if (needed === 'key' || scopes.includes('admin')) return;
  if (scopes.some((own) => (needed === 'any' ? !NARROW.includes(own) : own === needed))) return;
  const required =
    needed === 'any' ? 'a scope other than "review" and "audit"' : `the scope "${needed}"`;
  throw new ApiProblem('scope_missing', {
    detail: `This operation requires ${required}; the caller has ${scopes.join(', ')}.`,
  });
}

/** Whether the caller may read what others of its project stored. */
export function mayRead({ scopes }: Principal): boolean {
  return scopes.includes('read') || scopes.includes('admin');
}
