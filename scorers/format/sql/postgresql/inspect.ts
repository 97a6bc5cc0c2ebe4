/**
 * What stands in a tree of PostgreSQL's grammar: kinds of statement, tables and columns.
 *
 * A table is whatever the grammar takes as a `qualified_name`, wherever it stands (FROM, REFERENCES,
 * LIKE, RENAME, GRANT, …), unless a WITH clause defines it; and the names of DROP and COMMENT.
 */
import {
  defines,
  noStatements,
  noteTable,
  OUTERMOST,
  type Scope,
  type SqlStatements,
  withNames,
} from '../statements.ts';
import { kindOf } from './kinds.ts';
import { aliasOf, columnNames, dottedName, lastName, nameOf, partNamed } from './names.ts';
import { noteNamed } from './objects.ts';
import { isDerived, plainColumn, resultNames } from './results.ts';
import type { Tree } from './tree.ts';

/** @throws RangeError for a tree that is too deep */
export function inspectPostgres(tree: Tree): SqlStatements {
  const found = noStatements();
  new Inspector(found).see(tree, OUTERMOST);
  return found;
}

/** What stands around the body of a query and belongs to it. */
interface Around {
  withClause?: Tree;
  order?: Tree;
  limits: readonly Tree[];
}

type Look = (tree: Tree, scope: Scope) => void;

class Inspector {
  readonly #found: SqlStatements;
  readonly #looks: Readonly<Record<string, Look>>;

  constructor(found: SqlStatements) {
    this.#found = found;
    const query: Look = (tree, scope) => this.#seeQuery(tree, scope, { limits: [] });
    const change: Look = (tree, scope) => this.#seeChange(tree, scope);
    const table: Look = (tree, scope) => this.#seeTable(tree, scope, undefined);
    const target: Look = (tree, scope) => this.#seeTarget(tree, scope);
    // A locking clause names what FROM has named already, by its alias.
    const nothing: Look = () => undefined;
    this.#looks = {
      toplevel_stmt: (tree, scope) => this.#seeTop(tree, scope),
      SelectStmt: query,
      select_with_parens: query,
      select_no_parens: query,
      InsertStmt: change,
      UpdateStmt: change,
      DeleteStmt: change,
      MergeStmt: change,
      insert_target: (tree) => this.#seeChanged(tree),
      relation_expr_opt_alias: (tree) => this.#seeChanged(tree),
      OptTempTableName: (tree) => this.#seeChanged(tree),
      qualified_name: table,
      table_ref: (tree, scope) => this.#seeSource(tree, scope),
      columnref: (tree, scope) => this.#seeColumn(tree, scope),
      target_el: (tree, scope) => this.#seeResult(tree, scope),
      set_target: target,
      insert_column_item: target,
      for_locking_item: nothing,
      SetResetClause: (tree, scope) => this.#seeParts(partNamed(tree, 'set_rest'), scope),
      FunctionSetResetClause: (tree, scope) =>
        this.#seeParts(partNamed(tree, 'set_rest_more'), scope),
      ViewStmt: (tree, scope) => this.#seeView(tree, scope),
      into_clause: (tree, scope) => {
        if (tree.parts.length > 0) found.kinds.add('create');
        this.#seeParts(tree, scope);
      },
    };
  }

  see(tree: Tree, scope: Scope): void {
    const kind = kindOf(tree.name);
    // Reading goes with every statement; anything else counts wherever it stands.
    if (kind !== undefined && kind !== 'select') this.#found.kinds.add(kind);
    if (isMadeByExecute(tree)) this.#found.kinds.add('create');
    noteNamed(tree, this.#found);
    const look = this.#looks[tree.name];
    if (look === undefined) this.#seeParts(tree, scope);
    else look(tree, scope);
  }

  #seeParts(tree: Tree | undefined, scope: Scope): void {
    for (const part of tree?.parts ?? []) this.see(part, scope);
  }

  #seeTop(tree: Tree, scope: Scope): void {
    const [first] = tree.parts;
    const statement = first?.name === 'stmt' ? first.parts[0] : first;
    if (statement === undefined) return;
    const isMade = isMadeByExecute(statement);
    if (!isMade) this.#found.kinds.add(kindOf(statement.name) ?? 'other');
    this.see(statement, scope);
  }

  /** Finds the body of a query, with what stands around it, in parentheses or not. */
  #seeQuery(tree: Tree, scope: Scope, around: Around): void {
    if (tree.name === 'simple_select') {
      this.#seeBody(tree, scope, around);
      return;
    }
    const body = partNamed(
      tree,
      'select_no_parens',
      'select_with_parens',
      'select_clause',
      'simple_select',
    );
    const given: Around = { ...around };
    for (const part of tree.parts) {
      if (part.name === 'with_clause') given.withClause = part;
      if (part.name === 'sort_clause') given.order = part;
      if (part.name === 'opt_sort_clause' && part.parts[0]) given.order = part.parts[0];
    }
    const limits = tree.parts.filter(({ name }) => /^(?:opt_)?select_limit$/.test(name));
    given.limits = [...around.limits, ...limits];
    if (body !== undefined) this.#seeQuery(body, scope, given);
  }

  #seeBody(tree: Tree, scope: Scope, { withClause, order, limits }: Around): void {
    const named = this.#enter(withClause, scope);
    const from = partNamed(tree, 'from_clause') ?? partNamed(tree, 'relation_expr');
    const inner: Scope = {
      names: named.names,
      readsOnlyDerived: isDerived(from, named) ?? scope.readsOnlyDerived,
      results: resultNames(tree),
    };
    if (tree.parts[0]?.name === 'TABLE') this.#noteColumn(['*'], inner);
    for (const part of tree.parts) {
      if (part.name === 'select_clause') this.#seeQuery(part, inner, { limits: [] });
      else this.see(part, inner);
    }
    for (const limit of limits) this.see(limit, inner);
    for (const item of partNamed(order, 'sortby_list')?.parts ?? []) {
      const column = plainColumn(item);
      if (column === undefined || !inner.results.has(column.toLowerCase())) this.see(item, inner);
    }
  }

  /** Each table of a WITH clause sees those before it, and not itself unless it is recursive. */
  #enter(withClause: Tree | undefined, scope: Scope): Scope {
    const all = partNamed(withClause, 'cte_list')?.parts ?? [];
    const tables = all.filter(({ name }) => name === 'common_table_expr');
    const names = tables.map((table) => nameOf(table));
    for (const name of names) this.#found.derived.add(name.toLowerCase());
    const inner = withNames(scope, names);
    const isRecursive = partNamed(withClause, 'RECURSIVE') !== undefined;
    for (const [i, table] of tables.entries()) {
      const query = partNamed(table, 'PreparableStmt');
      const before = isRecursive ? inner : withNames(scope, names.slice(0, i));
      if (query !== undefined) this.see(query, before);
    }
    return inner;
  }

  #seeChange(tree: Tree, scope: Scope): void {
    const withClause = partNamed(partNamed(tree, 'opt_with_clause'), 'with_clause');
    const inner = this.#enter(withClause, scope);
    for (const part of tree.parts) if (part.name !== 'opt_with_clause') this.see(part, inner);
  }

  /** A table that is changed or made is one of the database, whatever WITH clauses define. */
  #seeChanged(tree: Tree): void {
    const table = tableIn(tree);
    if (table === undefined) return;
    noteTable(this.#found, dottedName(table).join('.'), aliasOf(tree));
  }

  #seeSource(tree: Tree, scope: Scope): void {
    const alias = aliasOf(partNamed(tree, 'opt_alias_clause'));
    const relation = partNamed(tree, 'relation_expr');
    const table = relation && tableIn(relation);
    if (table !== undefined) this.#seeTable(table, scope, alias);
    if (partNamed(tree, 'select_with_parens') && alias !== undefined) {
      this.#found.derived.add(alias.toLowerCase());
    }
    for (const part of tree.parts) if (part !== relation) this.see(part, scope);
  }

  #seeTable(tree: Tree, scope: Scope, alias: string | undefined): void {
    const parts = dottedName(tree);
    const [name = ''] = parts;
    if (parts.length > 1 || !defines(scope, name)) noteTable(this.#found, parts.join('.'), alias);
    else if (alias !== undefined) this.#found.derived.add(alias.toLowerCase());
  }

  #seeColumn(tree: Tree, scope: Scope): void {
    this.#noteColumn(columnNames(tree), scope);
    this.#seeParts(tree.parts[1], scope);
  }

  #noteColumn(names: readonly string[], scope: Scope): void {
    const name = names.at(-1) ?? '';
    const qualifier = names.slice(0, -1).join('.');
    if (qualifier !== '') this.#found.columns.push({ qualifier, name });
    else if (!scope.readsOnlyDerived) this.#found.columns.push({ name });
  }

  #seeResult(tree: Tree, scope: Scope): void {
    if (tree.parts[0]?.name === "'*'") this.#noteColumn(['*'], scope);
    else this.#seeParts(tree, scope);
  }

  /** A column that INSERT, UPDATE or MERGE writes to. */
  #seeTarget(tree: Tree, scope: Scope): void {
    this.#found.columns.push({ name: nameOf(tree) });
    this.#seeParts(tree.parts[1], scope);
  }

  /** A recursive view may read itself. */
  #seeView(tree: Tree, scope: Scope): void {
    const view = partNamed(tree, 'qualified_name');
    const isRecursive = partNamed(tree, 'RECURSIVE') !== undefined;
    const name = view === undefined ? '' : lastName(view);
    if (isRecursive) this.#found.derived.add(name.toLowerCase());
    for (const part of tree.parts) {
      const isQuery = isRecursive && part.name === 'SelectStmt';
      this.see(part, isQuery ? withNames(scope, [name]) : scope);
    }
  }
}

/** CREATE TABLE … AS EXECUTE. */
function isMadeByExecute(tree: Tree): boolean {
  return tree.name === 'ExecuteStmt' && tree.parts[0]?.name === 'CREATE';
}

/** The table of a relation, beneath ONLY and the like. */
function tableIn(tree: Tree): Tree | undefined {
  for (const part of tree.parts) {
    if (part.name === 'qualified_name') return part;
    if (/^(?:relation_expr|extended_relation_expr)$/.test(part.name)) return tableIn(part);
  }
  return undefined;
}
