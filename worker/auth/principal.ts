import type { Scope } from '@assay/schema/types.ts';

/** Who asks: a key, the project it belongs to and what it may do. */
export interface Principal {
  projectId: string;
  keyId: string;
  scopes: readonly Scope[];
}

export function mayUse(principal: Principal, scope: Scope): boolean {
  return principal.scopes.includes('admin') || principal.scopes.includes(scope);
}
