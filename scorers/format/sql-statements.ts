/** SQL read within bounds: what kinds of statement it has, and which tables they name. */
import { type Node, parse } from 'sql-parser-cst';

export const DIALECTS = ['mysql', 'mariadb', 'postgresql', 'sqlite', 'bigquery'] as const;
export type SqlDialect = (typeof DIALECTS)[number];

/** Kinds of statement that can be told apart by name; anything else is `other`. */
export const KINDS = [
  'select',
  'insert',
  'update',
  'delete',
  'merge',
  'truncate',
  'create',
  'alter',
  'drop',
  'grant',
  'revoke',
  'explain',
  'transaction',
  'other',
] as const;
export type SqlKind = (typeof KINDS)[number];

export interface SqlStatements {
  kinds: SqlKind[];
  /** As they are written, without quotes. */
  tables: string[];
}

// The parser keeps every place it tried, and descends into brackets by recursion.
const LONGEST = 20_000;
const DEEPEST = 100;

/** Reads SQL; a fault says where the grammar was left, `too-large` that it was not read. */
export function readSql(
  text: string,
  dialect: SqlDialect,
): SqlStatements | { fault: string } | 'too-large' {
  if (text.length > LONGEST || nesting(text) > DEEPEST) return 'too-large';
  let program: ReturnType<typeof parse>;
  try {
    program = parse(text, { dialect, paramTypes: PLACEHOLDERS[dialect] });
  } catch (cause) {
    if (cause instanceof RangeError) return 'too-large';
    if (!(cause instanceof Error)) throw cause;
    return { fault: `The output is not SQL of ${dialect}: ${explain(cause.message)}.` };
  }
  const statements = program.statements.filter(({ type }) => type !== 'empty');
  if (statements.length === 0) return { fault: 'The output has no SQL statement.' };
  return inspect(statements);
}

const PLACEHOLDERS = {
  mysql: ['?', ':name'],
  mariadb: ['?', ':name'],
  postgresql: ['$nr', ':name'],
  sqlite: ['?', '?nr', ':name', '@name', '$name'],
  bigquery: ['?', '@name'],
} as const satisfies Record<SqlDialect, string[]>;

const OPENER = /^(?:[([{]|\/\*|case)$/i;

/** At most so deep does the parser have to descend: all that opens, wherever it stands. */
function nesting(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [token] of text.matchAll(/[()[\]{}]|\/\*|\*\/|\b(?:case|end)\b/gi)) {
    if (OPENER.test(token)) depth += 1;
    else depth = Math.max(0, depth - 1);
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

function explain(message: string): string {
  const [first = ''] = message.split('\n');
  const [, line, column] = /:(\d+):(\d+)$/m.exec(message) ?? [];
  const place = line === undefined ? '' : `, line ${line}, column ${column}`;
  return `${first.replace('Syntax Error: ', '').replace(/^U/, 'u')}${place}`;
}

/** Tables that WITH clauses define, as seen from one place. */
interface Scope {
  names: ReadonlySet<string>;
  outer: Scope | undefined;
}

interface Place {
  node: Node;
  scope: Scope | undefined;
  /** Whether a name here is that of a table. */
  isTable: boolean;
}

// An expression nests as deep as it is long, hence a list of what is still to see and no recursion.
function inspect(statements: readonly Node[]): SqlStatements {
  const kinds = new Set(statements.map(kindOf));
  const tables = new Set<string>();
  const pending: Place[] = statements.map((node) => ({ node, scope: undefined, isTable: false }));
  for (let place = pending.pop(); place; place = pending.pop()) {
    const { node, scope, isTable } = place;
    // A statement inside another, such as a DELETE in a WITH clause, counts; reading goes with all.
    if (/_stmt$/.test(node.type) || node.type === 'into_table_clause') {
      const kind = kindOf(node);
      if (kind !== 'select' && kind !== 'other') kinds.add(kind);
    }
    const name = isTable ? nameOf(node) : undefined;
    if (name === undefined) {
      pending.push(...placesIn(node, scope, isTable));
    } else if (!isDefined(name, scope)) {
      tables.add(name);
    }
  }
  return { kinds: [...kinds], tables: [...tables] };
}

const VERB = /^(insert|update|delete|merge|truncate|create|alter|drop|grant|revoke|explain)_/;

function kindOf({ type }: Node): SqlKind {
  if (/^(?:select_stmt|compound_select_stmt|paren_expr|values_clause)$/.test(type)) return 'select';
  if (/_transaction_stmt$|savepoint_stmt$/.test(type)) return 'transaction';
  if (type === 'into_table_clause') return 'create';
  const verb = VERB.exec(type)?.[1];
  return KINDS.find((kind) => kind === verb) ?? 'other';
}

// What a table may be wrapped in without ceasing to be one.
const WRAPPERS = new Set([
  'alias',
  'for_system_time_as_of_expr',
  'indexed_table',
  'join_expr',
  'list_expr',
  'not_indexed_table',
  'paren_expr',
  'partitioned_table',
  'pivot_expr',
  'table_with_inheritance',
  'table_without_inheritance',
  'tablesample_expr',
  'truncate_table',
  'unpivot_expr',
]);
const TABLE_MEMBERS = new Set(['table', 'tables', 'left', 'right', 'expr', 'items']);

function placesIn(node: Node, scope: Scope | undefined, isTable: boolean): Place[] {
  const withClause = childNodes(node, 'clauses').find(({ type }) => type === 'with_clause');
  const inner = withClause ? define(withClause, scope) : scope;
  return Object.keys(node).flatMap((member) => {
    const isTableInside =
      namesTable(node, member) || (isTable && WRAPPERS.has(node.type) && TABLE_MEMBERS.has(member));
    return childNodes(node, member).flatMap((child) =>
      child.type === 'with_clause'
        ? placesInWith(child, scope)
        : [{ node: child, scope: inner, isTable: isTableInside }],
    );
  });
}

function namesTable({ type }: Node, member: string): boolean {
  if (type === 'common_table_expr' || type === 'join_expr' || type === 'alias') return false;
  if (member === 'table' || member === 'tables') return true;
  if (type === 'merge_clause') return member === 'target' || member === 'source';
  if (member === 'expr') return type === 'from_clause';
  return member === 'name' && /^(?:create_table|create_view|into_table)/.test(type);
}

/** The scope after a WITH clause. */
function define(withClause: Node, outer: Scope | undefined): Scope {
  return { names: new Set(tableExpressions(withClause).flatMap(definedName)), outer };
}

/** Each table of a WITH clause sees those before it; with RECURSIVE, all of them. */
function placesInWith(withClause: Node, outer: Scope | undefined): Place[] {
  const isRecursive = childNodes(withClause, 'recursiveKw').length > 0;
  const all = define(withClause, outer);
  let before = outer;
  return tableExpressions(withClause).map((node) => {
    const scope = isRecursive ? all : before;
    before = { names: new Set(definedName(node)), outer: before };
    return { node, scope, isTable: false };
  });
}

function tableExpressions(withClause: Node): Node[] {
  return childNodes(withClause, 'tables').flatMap((list) => childNodes(list, 'items'));
}

function definedName(node: Node): string[] {
  const [table] = childNodes(node, 'table');
  const name = table && nameOf(table);
  return name === undefined ? [] : [name.toLowerCase()];
}

function isDefined(name: string, scope: Scope | undefined): boolean {
  for (let at = scope; at; at = at.outer) if (at.names.has(name.toLowerCase())) return true;
  return false;
}

/** The name of a table, its parts joined by dots; undefined for what is no name. */
function nameOf(node: Node): string | undefined {
  if (node.type === 'identifier') return node.name;
  if (node.type === 'bigquery_quoted_member_expr') return nameOf(node.expr);
  if (node.type !== 'member_expr') return undefined;
  const parts: string[] = [];
  let at: Node = node;
  while (at.type === 'member_expr') {
    if (at.property.type !== 'identifier') return undefined;
    parts.unshift(at.property.name);
    at = at.object;
  }
  return at.type === 'identifier' ? [at.name, ...parts].join('.') : undefined;
}

function childNodes(node: Node, member: string): Node[] {
  const value: unknown = Object.entries(node).find(([name]) => name === member)?.[1];
  return [value].flat(2).filter(isNode);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value;
}
