/** What a query of PostgreSQL's grammar reads from, and the names that it gives its results. */
import { defines, type Scope } from '../statements.ts';
import { columnNames, dottedName, nameOf, partNamed } from './names.ts';
import type { Tree } from './tree.ts';

/** Whether all that FROM names is defined by the SQL itself; nothing where there is no FROM. */
export function isDerived(from: Tree | undefined, scope: Scope): boolean | undefined {
  if (from === undefined || from.parts.length === 0) return undefined;
  return readsDerived(from, scope);
}

function readsDerived(tree: Tree, scope: Scope): boolean {
  if (tree.name === 'qualified_name') {
    const [name = '', ...more] = dottedName(tree);
    return more.length === 0 && defines(scope, name);
  }
  const inner = tree.parts.filter(({ name }) =>
    /^(?:from_list|table_ref|joined_table|(?:extended_)?relation_expr|qualified_name)$/.test(name),
  );
  return inner.every((part) => readsDerived(part, scope));
}

/** The names that a query gives its results, which ORDER BY may use. */
export function resultNames(query: Tree): Set<string> {
  const list =
    partNamed(query, 'target_list') ??
    partNamed(partNamed(query, 'opt_target_list'), 'target_list');
  const labels = (list?.parts ?? []).flatMap((target) => {
    const label = partNamed(target, 'ColLabel', 'BareColLabel');
    return label === undefined ? [] : nameOf(label).toLowerCase();
  });
  return new Set(labels);
}

/** The name by which something is ordered, where that is one name and no more. */
export function plainColumn(sortby: Tree): string | undefined {
  let tree = partNamed(sortby, 'a_expr');
  while (tree !== undefined && tree.name !== 'columnref') {
    const [first, inner, , indirection] = tree.parts;
    const isInParens = first?.name === "'('" && indirection?.parts.length === 0;
    if (tree.parts.length !== 1 && !isInParens) return undefined;
    tree = isInParens ? inner : first;
  }
  const names = tree === undefined ? [] : columnNames(tree);
  return names.length === 1 && tree?.parts.length === 1 ? names[0] : undefined;
}
