/** PostgreSQL read within bounds: what kinds of statement it has, and which tables they name. */
import { parse } from 'pgsql-ast-parser';

/** Kinds of statement that can be told apart by name; anything else is `other`. */
export const KINDS = [
  'select',
  'insert',
  'update',
  'delete',
  'truncate',
  'create',
  'alter',
  'drop',
  'transaction',
  'other',
] as const;
export type SqlKind = (typeof KINDS)[number];

export interface SqlStatements {
  kinds: SqlKind[];
  /** As they are written, without quotes. */
  tables: string[];
}

/** Why there are no statements: the grammar was left, the parser does not know it, or it was not read. */
export type Unread = { fault: string } | 'not-known' | 'too-large';

// The parser's time grows with the square of the length: at this length about a second.
export const LONGEST_SQL = 3_000;

/** Reads SQL as PostgreSQL does. */
export function readSql(text: string): SqlStatements | Unread {
  if (text.length > LONGEST_SQL) return 'too-large';
  let statements: unknown;
  try {
    statements = parse(text);
  } catch (cause) {
    if (cause instanceof RangeError) return 'too-large';
    if (!(cause instanceof Error)) throw cause;
    return NOT_KNOWN.test(text) ? 'not-known' : { fault: explain(cause.message) };
  }
  const nodes = [statements].flat().filter(isNode);
  return nodes.length === 0 ? { fault: 'there is no statement' } : inspect(nodes);
}

// What PostgreSQL has and the parser does not: a failure there says nothing.
const NOT_KNOWN =
  /^\s*(?:analyze|call|cluster|copy|declare|execute|explain|fetch|grant|listen|lock|merge|notify|prepare|refresh|reindex|reset|revoke|vacuum)\b|\b(?:rows|range|groups)\s+between\b|\bdelete\b[^;]*\busing\b|\btablesample\b|\bgrouping\s+sets\b|\bwith\s+recursive\b/i;

function explain(message: string): string {
  const [, line, column] = /line (\d+) col (\d+)/.exec(message) ?? [];
  return line === undefined
    ? 'the statement is not complete'
    : `unexpected at line ${line}, column ${column}`;
}

/** A node of the parser's tree. */
interface Node {
  type: string;
  [member: string]: unknown;
}

/** Tables that WITH clauses define, as seen from one place. */
interface Scope {
  names: readonly string[];
  outer: Scope | undefined;
}

function inspect(statements: readonly Node[]): SqlStatements {
  const kinds = new Set<SqlKind>();
  const tables = new Set<string>();

  function see(value: unknown, scope: Scope | undefined): void {
    if (Array.isArray(value)) {
      for (const item of value) see(item, scope);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    if (!isNode(value)) {
      see(Object.values(value), scope);
      return;
    }
    if (value.type === 'with' || value.type === 'with recursive') {
      seeWith(value, scope);
      return;
    }
    const kind = kindOf(value.type);
    // Reading goes with every statement; anything else counts wherever it stands.
    if (kind !== undefined && kind !== 'select') kinds.add(kind);
    for (const name of namedTables(value)) {
      if (!isDefined(name, scope)) tables.add(name);
    }
    see(Object.values(value), scope);
  }

  function seeWith(node: Node, scope: Scope | undefined): void {
    if (node.type === 'with recursive') {
      const inner = { names: [nameOf(node.alias) ?? ''], outer: scope };
      see([node.bind, node.in], inner);
      return;
    }
    // Each table of a WITH clause sees those before it, and not itself.
    let before = scope;
    for (const table of [node.bind].flat()) {
      if (typeof table !== 'object' || table === null) continue;
      see('statement' in table ? table.statement : undefined, before);
      before = { names: ['alias' in table ? (nameOf(table.alias) ?? '') : ''], outer: before };
    }
    see(node.in, before);
  }

  for (const statement of statements) {
    const kind = kindOf(outermost(statement).type) ?? 'other';
    kinds.add(kind);
    see(statement, undefined);
  }
  return { kinds: [...kinds], tables: [...tables] };
}

/** What a WITH clause stands before. */
function outermost(statement: Node): Node {
  let at = statement;
  while (/^with/.test(at.type) && isNode(at.in)) at = at.in;
  return at;
}

const READING = new Set(['select', 'union', 'union all', 'values']);
const TRANSACTIONS = new Set(['start transaction', 'begin', 'commit', 'rollback']);
const VERB = /^(insert|update|delete|truncate|create|alter|drop)(?: |$)/;

function kindOf(type: string): SqlKind | undefined {
  if (READING.has(type)) return 'select';
  if (TRANSACTIONS.has(type)) return 'transaction';
  const verb = VERB.exec(type)?.[1];
  return KINDS.find((kind) => kind === verb);
}

// Where each kind of node names tables.
const TABLE_MEMBERS: Readonly<Record<string, readonly string[]>> = {
  table: ['name'],
  insert: ['into'],
  update: ['table'],
  delete: ['from'],
  'truncate table': ['tables'],
  'create table': ['name'],
  'create table as': ['name'],
  'create view': ['name'],
  'create materialized view': ['name'],
  'create index': ['table'],
  'alter table': ['table'],
  'drop table': ['names'],
};

function namedTables(node: Node): string[] {
  const members = TABLE_MEMBERS[node.type] ?? [];
  return members.flatMap((member) => [node[member]].flat()).flatMap((named) => nameOf(named) ?? []);
}

/** A name with its schema, its parts joined by dots. */
function nameOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('name' in value)) return undefined;
  const { name } = value;
  if (typeof name !== 'string') return nameOf(name);
  return 'schema' in value && typeof value.schema === 'string' ? `${value.schema}.${name}` : name;
}

function isDefined(name: string, scope: Scope | undefined): boolean {
  for (let at = scope; at; at = at.outer) {
    if (at.names.some((defined) => defined.toLowerCase() === name.toLowerCase())) return true;
  }
  return false;
}

function isNode(value: unknown): value is Node {
  return (
    typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
  );
}
