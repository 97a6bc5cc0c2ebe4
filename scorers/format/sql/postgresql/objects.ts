/** Tables that statements name as objects of a kind, and code that is not read. */
import { noteTable, type SqlStatements } from '../statements.ts';
import { dottedName, lastName, nameOf, partNamed } from './names.ts';
import type { Tree } from './tree.ts';

const TABLES = /^(?:TABLE|SEQUENCE|VIEW|MATERIALIZED VIEW|FOREIGN TABLE)$/;
/** Kinds of object named by their table and a name of their own. */
const ON_TABLES = ['object_type_name_on_any_name', 'CONSTRAINT'];

/** Notes what a statement names otherwise than as a relation. */
export function noteNamed(tree: Tree, found: SqlStatements): void {
  if (tree.name === 'DropStmt' || tree.name === 'CommentStmt') noteObjects(tree, found);
  else if (tree.name === 'RenameStmt') noteRenamed(tree, found);
  else if (tree.name === 'DoStmt' || tree.name === 'CreateFunctionStmt') found.hasHiddenCode = true;
  else if (isComposite(tree)) noteAll(tree, found);
  else if (tree.name === 'pub_obj_list') notePublished(tree, found);
}

function noteObjects(tree: Tree, found: SqlStatements): void {
  const kind = partNamed(tree, 'object_type_any_name');
  const words = kind?.parts.map((part) => nameOf(part).toUpperCase()).join(' ') ?? '';
  const isOnTable = tree.parts.some(({ name }) => ON_TABLES.includes(name));
  const isOfDomain = partNamed(tree, 'DOMAIN_P') !== undefined;
  if (TABLES.test(words) || (isOnTable && !isOfDomain)) noteAll(tree, found);
  const column =
    tree.name === 'CommentStmt' && partNamed(tree, 'COLUMN') && partNamed(tree, 'any_name');
  if (column) note(dottedName(column).slice(0, -1), found);
}

function noteAll(tree: Tree, found: SqlStatements): void {
  for (const part of tree.parts) {
    if (part.name === 'any_name') note(dottedName(part), found);
    if (part.name === 'any_name_list') noteAll(part, found);
  }
}

function note(parts: readonly string[], found: SqlStatements): void {
  const name = parts.join('.');
  if (name !== '') noteTable(found, name);
}

/** A table's new name. */
function noteRenamed(tree: Tree, found: SqlStatements): void {
  const [, first, second] = tree.parts.map(({ name }) => name);
  const isTable = TABLES.test(first ?? '') || TABLES.test(`${first} ${second}`);
  if (isTable && tree.parts.at(-3)?.name === 'RENAME') note([lastName(tree)], found);
  if (partNamed(tree, 'ATTRIBUTE') !== undefined) noteAll(tree, found);
}

/** A type made of columns is kept as a table. */
function isComposite(tree: Tree): boolean {
  if (tree.name === 'AlterCompositeTypeStmt') return true;
  return tree.name === 'DefineStmt' && partNamed(tree, 'OptTableFuncElementList') !== undefined;
}

/** Tables of a publication that stand after a comma, without their word. */
function notePublished(tree: Tree, found: SqlStatements): void {
  let isTable = false;
  for (const { name, parts } of tree.parts) {
    const [first] = parts;
    if (name !== 'PublicationObjSpec' || first === undefined) continue;
    if (first.name !== 'ColId')
      isTable = first.name !== 'TABLES' && (isTable || first.name === 'TABLE');
    else if (isTable) note(dottedName({ name, parts }), found);
  }
}
