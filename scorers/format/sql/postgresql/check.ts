/**
 * What PostgreSQL's grammar refuses although its tables take it: the tests in the actions of its rules.
 * Source: PostgreSQL 17, gram.y.
 */
import { CONSTRAINT_CHECKS } from './check-constraints.ts';
import { QUERY_CHECKS } from './check-queries.ts';
import { STATEMENT_CHECKS } from './check-statements.ts';
import { PostgresFault } from './fault.ts';
import { firstToken } from './names.ts';
import type { Check, Tree } from './tree.ts';

const CHECKS: ReadonlyMap<string, Check> = new Map([
  ...QUERY_CHECKS,
  ...STATEMENT_CHECKS,
  ...CONSTRAINT_CHECKS,
]);

/** @throws PostgresFault for what is not allowed, RangeError for a tree that is too deep */
export function checkTree(tree: Tree): void {
  const fault = CHECKS.get(tree.name)?.(tree);
  if (fault !== undefined) throw new PostgresFault(fault, firstToken(tree)?.start ?? 0);
  for (const part of tree.parts) checkTree(part);
}
