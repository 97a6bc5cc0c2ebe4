/**
 * What stands in a parse tree of PostgreSQL: kinds of statement, tables and columns.
 *
 * A table is whatever the grammar takes as a RangeVar, wherever it stands (FROM, REFERENCES, LIKE,
 * RENAME, GRANT, …), unless a WITH clause defines it; and the names of DROP and COMMENT, which are
 * lists of texts. Source: PostgreSQL 17, src/include/nodes/parsenodes.h.
 */
import {
  defines,
  noStatements,
  noteTable,
  OUTERMOST,
  type Scope,
  type SqlKind,
  type SqlStatements,
  withNames,
} from '../format/sql/statements.ts';

type Node = { readonly [member: string]: unknown };

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
  CompositeTypeStmt: 'create',
  RenameStmt: 'alter',
  GrantStmt: 'grant',
  GrantRoleStmt: 'grant',
  CopyStmt: 'copy',
  CallStmt: 'call',
  ExplainStmt: 'explain',
  VariableSetStmt: 'set',
  VariableShowStmt: 'show',
  TransactionStmt: 'transaction',
  // SELECT … INTO makes a table.
  IntoClause: 'create',
};
const VERB = /^(Create|Alter|Drop)\w*Stmt$/;
const VERBS: Readonly<Record<string, SqlKind>> = { Create: 'create', Alter: 'alter', Drop: 'drop' };
/** Kinds of object that are tables, where their names are lists of texts. */
const TABLES = new Set([
  'OBJECT_TABLE',
  'OBJECT_VIEW',
  'OBJECT_MATVIEW',
  'OBJECT_FOREIGN_TABLE',
  'OBJECT_SEQUENCE',
]);
/** Kinds of object named by their table and a name of their own. */
const ON_TABLES = new Set([
  'OBJECT_COLUMN',
  'OBJECT_TABCONSTRAINT',
  'OBJECT_TRIGGER',
  'OBJECT_RULE',
  'OBJECT_POLICY',
]);
/** What changes or makes a table of the database, whatever WITH clauses define. */
const CHANGING = new Set(['InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt', 'IntoClause']);

/** What stands in a tree of libpg-query. */
export function inspectTree(tree: unknown): SqlStatements {
  const found = noStatements();
  const stmts = list(asNode(tree).stmts);
  for (const statement of stmts) {
    const body = isNode(statement) ? statement.stmt : undefined;
    if (!isNode(body)) continue;
    const [name = ''] = Object.keys(body);
    found.kinds.add(kindOf(name) ?? 'other');
    see(body, OUTERMOST, found);
  }
  return found;
}

function kindOf(name: string): SqlKind | undefined {
  const verb = VERB.exec(name)?.[1];
  return KIND_OF[name] ?? (verb === undefined ? undefined : VERBS[verb]);
}

/** Looks at a value of the tree, and all in it: a node stands under its name in capitals. */
function see(value: unknown, scope: Scope, found: SqlStatements): void {
  if (Array.isArray(value)) {
    for (const item of value) see(item, scope, found);
    return;
  }
  if (!isNode(value)) return;
  for (const [name, member] of Object.entries(value)) {
    if (/^[A-Z]/.test(name)) seeNode(name, asNode(member), scope, found);
    else seeMember('', name, member, scope, found);
  }
}

function seeNode(name: string, node: Node, scope: Scope, found: SqlStatements): void {
  const kind = kindOf(name);
  // Reading goes with every statement; anything else counts wherever it stands.
  if (kind !== undefined && kind !== 'select') found.kinds.add(kind);
  if (name === 'RangeVar') seeTable(node, scope, found);
  if (name === 'ColumnRef') seeColumn(node, scope, found);
  // A locking clause names what FROM has named already, by its alias.
  if (name === 'RangeVar' || name === 'ColumnRef' || name === 'LockingClause') return;
  seeSpecial(name, node, found);
  const inner = enter(name, node, scope, found);
  if (name === 'InsertStmt') seeTargets(node.cols, found);
  if (name === 'UpdateStmt' || name === 'MergeWhenClause') seeTargets(node.targetList, found);
  if (name === 'SelectStmt') seeOrder(node.sortClause, inner, found);
  for (const [member, part] of Object.entries(node)) {
    const isDone = member === 'withClause' || (member === 'sortClause' && name === 'SelectStmt');
    if (!isDone) seeMember(name, member, part, inner, found);
  }
}

/** A member whose type the grammar knows stands without the name of its node. */
function seeMember(
  owner: string,
  member: string,
  part: unknown,
  scope: Scope,
  found: SqlStatements,
): void {
  if (!isNode(part)) {
    see(part, scope, found);
  } else if (textOf(part.relname) !== undefined) {
    seeTable(part, CHANGING.has(owner) ? OUTERMOST : scope, found);
  } else if (owner === 'SelectStmt' && (member === 'larg' || member === 'rarg')) {
    seeNode('SelectStmt', part, scope, found);
  } else if (member === 'intoClause' || member === 'into') {
    seeNode('IntoClause', part, scope, found);
  } else {
    if (member === 'onConflictClause') seeTargets(part.targetList, found);
    see(part, scope, found);
  }
}

/** What names tables in some other way, or hides what it does. */
function seeSpecial(name: string, node: Node, found: SqlStatements): void {
  if (name === 'RangeSubselect') {
    const alias = textOf(asNode(node.alias).aliasname);
    if (alias !== undefined) found.derived.add(alias.toLowerCase());
  }
  if (name === 'DropStmt') seeNames(textOf(node.removeType), node.objects, found);
  if (name === 'CommentStmt') seeNames(textOf(node.objtype), [node.object], found);
  if (name === 'RenameStmt' && TABLES.has(textOf(node.renameType) ?? '')) {
    noteTable(found, textOf(node.newname) ?? '');
  }
  if (name === 'DoStmt' || name === 'CreateFunctionStmt') found.hasHiddenCode = true;
}

/** What a query sees: what its WITH clause defines, and whether its FROM is all of that kind. */
function enter(name: string, node: Node, scope: Scope, found: SqlStatements): Scope {
  const { withClause } = node;
  let inner = scope;
  if (isNode(withClause)) {
    const tables = list(withClause.ctes).map((item) => asNode(asNode(item).CommonTableExpr));
    const names = tables.map(({ ctename }) => textOf(ctename) ?? '');
    for (const one of names) found.derived.add(one.toLowerCase());
    const all = withNames(scope, names);
    // Each table of a WITH clause sees those before it, and not itself unless it is recursive.
    for (const [i, table] of tables.entries()) {
      const before = withClause.recursive === true ? all : withNames(scope, names.slice(0, i));
      see(table.ctequery, before, found);
    }
    inner = all;
  }
  if (name !== 'SelectStmt') return inner;
  const from = list(node.fromClause);
  return {
    names: inner.names,
    readsOnlyDerived:
      from.length === 0 ? scope.readsOnlyDerived : from.every((item) => isDerived(item, inner)),
    results: new Set(
      list(node.targetList).flatMap(
        (item) => textOf(asNode(asNode(item).ResTarget).name)?.toLowerCase() ?? [],
      ),
    ),
  };
}

function isDerived(item: unknown, scope: Scope): boolean {
  const node = asNode(item);
  if (isNode(node.JoinExpr)) {
    return isDerived(node.JoinExpr.larg, scope) && isDerived(node.JoinExpr.rarg, scope);
  }
  if (isNode(node.RangeTableSample)) return isDerived(node.RangeTableSample.relation, scope);
  if (!isNode(node.RangeVar)) return true;
  const { relname, schemaname } = node.RangeVar;
  return schemaname === undefined && defines(scope, textOf(relname) ?? '');
}

function seeTable(node: Node, scope: Scope, found: SqlStatements): void {
  const table = textOf(node.relname);
  if (table === undefined) return;
  const alias = textOf(asNode(node.alias).aliasname);
  const parts = [textOf(node.catalogname), textOf(node.schemaname), table];
  const name = parts.filter((part) => part !== undefined).join('.');
  if (name === table && defines(scope, table)) {
    if (alias !== undefined) found.derived.add(alias.toLowerCase());
    return;
  }
  noteTable(found, name, alias);
}

function seeColumn({ fields }: Node, scope: Scope, found: SqlStatements): void {
  const parts = list(fields).map((field) =>
    isNode(asNode(field).A_Star) ? '*' : (textOf(asNode(asNode(field).String).sval) ?? ''),
  );
  const name = parts.at(-1) ?? '';
  const qualifier = parts.slice(0, -1).join('.');
  if (qualifier !== '') found.columns.push({ qualifier, name });
  else if (!scope.readsOnlyDerived) found.columns.push({ name });
}

/** The columns that INSERT, UPDATE and MERGE write to. */
function seeTargets(targets: unknown, found: SqlStatements): void {
  for (const target of list(targets)) {
    const name = textOf(asNode(asNode(target).ResTarget).name);
    if (name !== undefined) found.columns.push({ name });
  }
}

/** ORDER BY may name a result of the query; what it names so is no column of a table. */
function seeOrder(clause: unknown, scope: Scope, found: SqlStatements): void {
  for (const item of list(clause)) {
    const fields = list(asNode(asNode(asNode(asNode(item).SortBy).node).ColumnRef).fields);
    const [only, ...more] = fields.map((field) => textOf(asNode(asNode(field).String).sval));
    const isResult =
      more.length === 0 && only !== undefined && scope.results.has(only.toLowerCase());
    if (!isResult) see(item, scope, found);
  }
}

function seeNames(type: string | undefined, objects: unknown, found: SqlStatements): void {
  if (type === undefined || !(TABLES.has(type) || ON_TABLES.has(type))) return;
  for (const object of list(objects)) {
    const parts = list(asNode(asNode(object).List).items).flatMap(
      (item) => textOf(asNode(asNode(item).String).sval) ?? [],
    );
    const name = (TABLES.has(type) ? parts : parts.slice(0, -1)).join('.');
    if (name !== '') noteTable(found, name);
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function asNode(value: unknown): Node {
  return isNode(value) ? value : {};
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
