import type { Scope } from '@assay/schema/types.ts';
import { ApiProblem } from '../../core/problem.ts';

/** The authenticated caller: its key, project and scopes. */
export interface Principal {
  projectId: string;
  keyId: string;
  scopes: readonly Scope[];
}

/** @throws ApiProblem `scope_missing`; `any` takes every caller, and `admin` may do everything */
export function requireScope({ scopes }: Principal, scope: Scope | 'any'): void {
  if (scope === 'any' || scopes.includes('admin') || scopes.includes(scope)) return;
  throw new ApiProblem('scope_missing', {
    detail: `This operation requires the scope "${scope}"; the caller has ${scopes.join(', ')}.`,
  });
}
