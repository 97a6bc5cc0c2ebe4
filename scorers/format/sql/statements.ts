/** What a reader of SQL finds, whatever the dialect. */

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
  'copy',
  'call',
  'explain',
  'set',
  'show',
  'transaction',
  'other',
] as const;
export type SqlKind = (typeof KINDS)[number];

/** A column as the SQL names it. */
export interface ColumnUse {
  /** What stands before the name: a table or an alias. */
  qualifier?: string;
  /** `*` is every column. */
  name: string;
}

export interface SqlStatements {
  kinds: Set<SqlKind>;
  /** Tables of the database, as they are written, without quotes; not those that the SQL defines. */
  tables: Set<string>;
  columns: ColumnUse[];
  /** The tables that each alias, and each table's own name, may stand for. */
  aliases: Map<string, Set<string>>;
  /** Names of what the SQL defines itself: WITH clauses and queries in FROM. */
  derived: Set<string>;
  /** Code in a language that is not read, such as the body of a function. */
  hasHiddenCode: boolean;
}

/**
 * Why there are no statements: the text is not SQL, or it is not read by a grammar that knows less
 * than its database, or there is too much of it.
 */
export type Unread = { fault: string } | { unread: string } | 'too-large';

export function noStatements(): SqlStatements {
  return {
    kinds: new Set(),
    tables: new Set(),
    columns: [],
    aliases: new Map(),
    derived: new Set(),
    hasHiddenCode: false,
  };
}

/** What a place in the SQL sees of what stands around it. */
export interface Scope {
  /** Names that WITH clauses define. */
  names: ReadonlySet<string>;
  /** Whether all that the query reads is defined by the SQL itself. */
  readsOnlyDerived: boolean;
  /** Names that the query gives its results, which ORDER BY may use. */
  results: ReadonlySet<string>;
}

export const OUTERMOST: Scope = { names: new Set(), readsOnlyDerived: false, results: new Set() };

export function defines(scope: Scope, name: string): boolean {
  return scope.names.has(name.toLowerCase());
}

export function withNames(scope: Scope, names: readonly string[]): Scope {
  return { ...scope, names: new Set([...scope.names, ...names.map((name) => name.toLowerCase())]) };
}

/** Notes a table, and what may be written before its columns. */
export function noteTable(found: SqlStatements, table: string, alias?: string): void {
  found.tables.add(table);
  for (const name of [alias, table, table.split('.').at(-1)]) {
    if (name === undefined) continue;
    const key = name.toLowerCase();
    found.aliases.set(key, (found.aliases.get(key) ?? new Set()).add(table.toLowerCase()));
  }
}

/** The first column that is not among those allowed: `name`, `table.name`, `*` or `table.*`. */
export function forbiddenColumn(
  { columns, aliases, derived, tables }: SqlStatements,
  allowed: ReadonlySet<string>,
): string | undefined {
  const isAllowed = ({ qualifier, name }: ColumnUse): boolean => {
    const column = name.toLowerCase();
    if (allowed.has(column)) return true;
    const key = qualifier?.toLowerCase();
    const owners = key === undefined ? new Set(lowered(tables)) : aliases.get(key);
    // A name that stands for a table too is held to that table.
    if (owners === undefined) return key !== undefined && derived.has(key);
    return owners.size > 0 && [...owners].every((table) => allowed.has(`${table}.${column}`));
  };
  const found = columns.find((column) => !isAllowed(column));
  if (found === undefined) return undefined;
  return found.qualifier === undefined ? found.name : `${found.qualifier}.${found.name}`;
}

function lowered(texts: Iterable<string>): string[] {
  return Array.from(texts, (text) => text.toLowerCase());
}
