/**
 * What stands in a tree of node-sql-parser: kinds of statement, tables and columns. Whatever object
 * names a `table` or `view` and is no column counts as a table, wherever it stands.
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
} from './statements.ts';

type Node = { readonly [member: string]: unknown };

const KIND_OF: Readonly<Record<string, SqlKind>> = {
  select: 'select',
  insert: 'insert',
  replace: 'insert',
  update: 'update',
  delete: 'delete',
  merge: 'merge',
  truncate: 'truncate',
  create: 'create',
  alter: 'alter',
  rename: 'alter',
  drop: 'drop',
  grant: 'grant',
  revoke: 'grant',
  copy: 'copy',
  call: 'call',
  exec: 'call',
  explain: 'explain',
  set: 'set',
  show: 'show',
  desc: 'show',
  transaction: 'transaction',
  commit: 'transaction',
  rollback: 'transaction',
};
// These words are also types of nodes inside statements.
const ONLY_OUTERMOST = new Set<SqlKind>(['select', 'set', 'alter', 'create', 'drop', 'show']);

/** undefined where a statement is none that the grammar knows by name. */
export function inspectTree(tree: unknown): SqlStatements | undefined {
  const found = noStatements();
  for (const statement of [tree].flat()) {
    if (!isNode(statement)) continue;
    if (typeof statement.type !== 'string') return undefined;
    found.kinds.add(KIND_OF[statement.type.toLowerCase()] ?? 'other');
    see(statement, OUTERMOST, found);
  }
  return found;
}

function see(value: unknown, scope: Scope, found: SqlStatements): void {
  if (Array.isArray(value)) {
    for (const item of value) see(item, scope, found);
    return;
  }
  if (!isNode(value)) return;
  const type = textOf(value.type)?.toLowerCase() ?? '';
  if (type === 'column_ref') {
    seeColumn(value, scope, found);
    return;
  }
  const kind = KIND_OF[type];
  if (kind !== undefined && !ONLY_OUTERMOST.has(kind)) found.kinds.add(kind);
  if (kind === 'create' && /function|procedure|trigger/i.test(textOf(value.keyword) ?? '')) {
    found.hasHiddenCode = true;
  }
  const isChange = kind === 'insert' || kind === 'update' || kind === 'delete';
  const inner = enter(value, type, scope, found);
  seeTable(value, inner, found);
  if (typeof value.as === 'string' && isNode(value.expr) && isQuery(value.expr)) {
    found.derived.add(value.as.toLowerCase());
  }
  if (kind === 'insert') seeTargets(value.columns, found);
  if (kind === 'update') seeTargets(value.set, found);
  for (const [member, part] of Object.entries(value)) {
    // Lists that the parser makes of its own, of what stands in the tree already.
    if (member === 'tableList' || member === 'columnList' || member === 'with') continue;
    if (member === 'orderby' && type === 'select') seeOrder(part, inner, found);
    else see(part, isChange && member === 'table' ? OUTERMOST : inner, found);
  }
}

function enter(node: Node, type: string, scope: Scope, found: SqlStatements): Scope {
  let inner = scope;
  for (const item of list(node.with)) {
    if (!isNode(item)) continue;
    const name = nameOf(item.name);
    see(item.stmt, item.recursive === true ? withNames(inner, [name]) : inner, found);
    found.derived.add(name.toLowerCase());
    inner = withNames(inner, [name]);
  }
  if (type !== 'select') return inner;
  const from = list(node.from);
  return {
    names: inner.names,
    readsOnlyDerived:
      from.length === 0 ? scope.readsOnlyDerived : from.every((item) => isDerived(item, inner)),
    results: new Set(
      list(node.columns).flatMap((column) =>
        isNode(column) && typeof column.as === 'string' ? [column.as.toLowerCase()] : [],
      ),
    ),
  };
}

function isDerived(item: unknown, scope: Scope): boolean {
  if (!isNode(item)) return false;
  const table = textOf(item.table);
  return table === undefined ? isNode(item.expr) : prefixOf(item) === '' && defines(scope, table);
}

function isQuery(node: Node): boolean {
  return isNode(node.ast) || node.type === 'select';
}

function seeTable(node: Node, scope: Scope, found: SqlStatements): void {
  if (typeof node.column === 'string') return;
  for (const name of [textOf(node.table), textOf(node.view)]) {
    if (name === undefined) continue;
    const full = `${prefixOf(node)}${name}`;
    const alias = textOf(node.as);
    if (full === name && defines(scope, name)) {
      if (alias !== undefined) found.derived.add(alias.toLowerCase());
    } else {
      noteTable(found, full, alias);
    }
  }
}

/** Server, catalog and schema of a table, as far as they are written. */
function prefixOf({ server, catalog, db, schema }: Node): string {
  return [server, catalog, db, schema]
    .flatMap((part) => (typeof part === 'string' && part !== '' ? [`${part}.`] : []))
    .join('');
}

function seeColumn(node: Node, scope: Scope, found: SqlStatements): void {
  const name = nameOf(node.column);
  const qualifier = nameOf(node.table);
  if (qualifier !== '') found.columns.push({ qualifier, name });
  else if (!scope.readsOnlyDerived) found.columns.push({ name });
}

function seeTargets(targets: unknown, found: SqlStatements): void {
  for (const target of list(targets)) {
    const name = typeof target === 'string' ? target : isNode(target) ? nameOf(target.column) : '';
    if (name !== '') found.columns.push({ name });
  }
}

/** ORDER BY may name a result of the query; what it names so is no column of a table. */
function seeOrder(clause: unknown, scope: Scope, found: SqlStatements): void {
  for (const item of list(clause)) {
    const expression = isNode(item) && isNode(item.expr) ? item.expr : {};
    const isResult =
      expression.type === 'column_ref' &&
      nameOf(expression.table) === '' &&
      scope.results.has(nameOf(expression.column).toLowerCase());
    if (!isResult) see(item, scope, found);
  }
}

/** A name, which some grammars wrap in an expression. */
function nameOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (!isNode(value)) return '';
  return nameOf(value.value ?? value.expr);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
