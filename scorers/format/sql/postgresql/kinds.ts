/** The kinds of PostgreSQL's statements, by the names that its grammar gives them. */
import type { SqlKind } from '../statements.ts';

const KIND_OF: Readonly<Record<string, SqlKind>> = {
  SelectStmt: 'select',
  InsertStmt: 'insert',
  UpdateStmt: 'update',
  DeleteStmt: 'delete',
  MergeStmt: 'merge',
  TruncateStmt: 'truncate',
  IndexStmt: 'create',
  ViewStmt: 'create',
  RuleStmt: 'create',
  DefineStmt: 'create',
  RenameStmt: 'alter',
  GrantStmt: 'grant',
  GrantRoleStmt: 'grant',
  RevokeStmt: 'grant',
  RevokeRoleStmt: 'grant',
  CopyStmt: 'copy',
  CallStmt: 'call',
  ExplainStmt: 'explain',
  VariableSetStmt: 'set',
  VariableResetStmt: 'set',
  FunctionSetResetClause: 'set',
  VariableShowStmt: 'show',
  TransactionStmt: 'transaction',
  TransactionStmtLegacy: 'transaction',
};
const VERB = /^(?:Create|Alter|Drop|Remove)\w*Stmt$/;
const VERBS: Readonly<Record<string, SqlKind>> = {
  C: 'create',
  A: 'alter',
  D: 'drop',
  R: 'drop',
};

/** The kind of what the grammar calls so, if it is a statement of one. */
export function kindOf(name: string): SqlKind | undefined {
  if (KIND_OF[name] !== undefined) return KIND_OF[name];
  return VERB.test(name) ? VERBS[name[0] ?? ''] : undefined;
}
