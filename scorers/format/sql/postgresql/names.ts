/** Names as they stand in a tree of PostgreSQL's grammar. */
import { PostgresFault } from './fault.ts';
import type { Tree } from './tree.ts';

export function partNamed(tree: Tree | undefined, ...names: readonly string[]): Tree | undefined {
  return tree?.parts.find(({ name }) => names.includes(name));
}

export function hasPart(tree: Tree | undefined, ...names: readonly string[]): boolean {
  return partNamed(tree, ...names) !== undefined;
}

/** The first token of a tree. */
export function firstToken(tree: Tree | undefined): Tree['token'] {
  if (tree === undefined || tree.token !== undefined) return tree?.token;
  for (const part of tree.parts) {
    const token = firstToken(part);
    if (token !== undefined) return token;
  }
  return undefined;
}

export function nameOf(tree: Tree | undefined): string {
  return firstToken(tree)?.value ?? '';
}

/** The last part of a tree as a name. */
export function lastName(tree: Tree): string {
  return nameOf(tree.parts.at(-1));
}

/** `a.b.c` of tables and other objects. */
export function dottedName(tree: Tree): string[] {
  const [first, rest] = tree.parts;
  if (first === undefined) return [];
  const following = rest?.name === 'attrs' ? rest.parts.filter(({ name }) => name !== "'.'") : [];
  const parts = [nameOf(first), ...following.map((part) => nameOf(part))];
  if (rest !== undefined && /indirection$/.test(rest.name)) parts.push(...attributes(rest));
  return parts;
}

function attributes(indirection: Tree): string[] {
  return indirection.parts.map((element) => {
    const [sign, name] = element.parts;
    if (sign?.name === "'.'" && name?.name !== "'*'") return nameOf(name);
    throw new PostgresFault(
      'syntax error: improper qualified name',
      firstToken(element)?.start ?? 0,
    );
  });
}

/** The names of a column, up to a subscript: `a.b`, `a.*`. */
export function columnNames(tree: Tree): string[] {
  const [first, indirection] = tree.parts;
  const names = [nameOf(first)];
  for (const { parts } of indirection?.parts ?? []) {
    if (parts[0]?.name !== "'.'") break;
    names.push(nameOf(parts[1]));
  }
  return names;
}

/** The name that an alias gives, with or without AS. */
export function aliasOf(tree: Tree | undefined): string | undefined {
  const name = partNamed(tree, 'ColId') ?? partNamed(partNamed(tree, 'alias_clause'), 'ColId');
  return name && nameOf(name);
}
