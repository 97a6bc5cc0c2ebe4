/** What may not stand in statements other than queries. */
import { hasPart, nameOf, partNamed } from './names.ts';
import type { Check, Tree } from './tree.ts';

export const STATEMENT_CHECKS: readonly [string, Check][] = [
  ['AlterOptRoleElem', checkRoleOption],
  ['alter_identity_column_option', checkSequenceOption],
  ['alter_table_cmd', checkColumnNumber],
  ['AlterEnumStmt', (tree) => isRefused(tree, 'DROP', 'dropping an enum value is not implemented')],
  ['CopyStmt', checkCopy],
  ['CreateAssertionStmt', () => 'CREATE ASSERTION is not yet implemented'],
  ['create_extension_opt_item', (tree) => isRefused(tree, 'FROM', 'FROM is no longer supported')],
  ['CreateSchemaStmt', checkSchema],
  ['CreateTrigStmt', checkTrigger],
  ['oper_argtypes', (tree) => (tree.parts.length === 3 ? 'missing argument' : undefined)],
  ['PartitionSpec', checkPartition],
  ['pub_obj_list', checkPublication],
  ['RoleSpec', checkRole],
  ['RoleId', checkRoleName],
  ['RowSecurityDefaultPermissive', checkPolicy],
  ['set_rest_more', (tree) => isRefused(tree, 'CATALOG_P', 'current database cannot be changed')],
  ['TriggerEvents', checkEvents],
  ['ViewStmt', checkView],
];

function isRefused(tree: Tree, name: string, fault: string): string | undefined {
  return partNamed(tree, name) && fault;
}

const ROLE_OPTION =
  /^(?:(?:no)?(?:superuser|createrole|replication|createdb|login|bypassrls)|noinherit)$/;

function checkRoleOption(tree: Tree): string | undefined {
  const [option] = tree.parts;
  if (option?.name === 'UNENCRYPTED') return 'UNENCRYPTED PASSWORD is no longer supported';
  if (option?.name !== 'IDENT' || ROLE_OPTION.test(nameOf(option))) return undefined;
  return `unrecognized role option "${nameOf(option)}"`;
}

function checkSequenceOption(tree: Tree): string | undefined {
  const option = partNamed(tree, 'SeqOptElem');
  const name = nameOf(option);
  return option !== undefined && /^(?:as|restart|owned)$/.test(name)
    ? `sequence option "${name}" not supported here`
    : undefined;
}

const MOST_COLUMNS = 32_767;

function checkColumnNumber(tree: Tree): string | undefined {
  const number = partNamed(tree, 'Iconst');
  if (number === undefined) return undefined;
  const value = Number(nameOf(number));
  return value < 1 || value > MOST_COLUMNS
    ? `column number must be in range from 1 to ${MOST_COLUMNS}`
    : undefined;
}

function checkCopy(tree: Tree): string | undefined {
  const isProgram = partNamed(tree, 'opt_program')?.parts.length === 1;
  const file = partNamed(tree, 'copy_file_name')?.parts[0]?.name;
  if (isProgram && file !== 'Sconst') return 'STDIN/STDOUT not allowed with PROGRAM';
  const isTo = hasPart(partNamed(tree, 'copy_from'), 'TO');
  const hasWhere = (partNamed(tree, 'where_clause')?.parts.length ?? 0) > 0;
  return isTo && hasWhere ? 'WHERE clause not allowed with COPY TO' : undefined;
}

function checkSchema(tree: Tree): string | undefined {
  const hasElements = (partNamed(tree, 'OptSchemaEltList')?.parts.length ?? 0) > 0;
  return hasElements && hasPart(tree, 'IF_P')
    ? 'CREATE SCHEMA IF NOT EXISTS cannot include schema elements'
    : undefined;
}

function checkTrigger(tree: Tree): string | undefined {
  if (!hasPart(tree, 'CONSTRAINT')) return undefined;
  if ((partNamed(tree, 'opt_or_replace')?.parts.length ?? 0) > 0) {
    return 'CREATE OR REPLACE CONSTRAINT TRIGGER is not supported';
  }
  const attributes = partNamed(tree, 'ConstraintAttributeSpec')?.parts ?? [];
  const isWrong = attributes.some((one) => hasPart(one, 'VALID', 'INHERIT'));
  return isWrong ? 'TRIGGER constraints cannot be marked so' : undefined;
}

function checkEvents(tree: Tree): string | undefined {
  const events = tree.parts.filter(({ name }) => name === 'TriggerOneEvent').map(nameOf);
  return new Set(events).size < events.length ? 'duplicate trigger events specified' : undefined;
}

function checkPartition(tree: Tree): string | undefined {
  const strategy = nameOf(partNamed(tree, 'ColId'));
  return /^(?:list|range|hash)$/i.test(strategy)
    ? undefined
    : `unrecognized partitioning strategy "${strategy}"`;
}

/** What stands after a comma is of the kind that the last word before it says. */
function checkPublication(tree: Tree): string | undefined {
  let kind: string | undefined;
  for (const item of tree.parts) {
    const [first] = item.parts;
    if (item.name !== 'PublicationObjSpec') continue;
    if (first?.name === 'TABLE' || first?.name === 'TABLES') kind = first.name;
    if (kind === undefined) return 'invalid publication object list';
    if (kind === 'TABLE' && first?.name === 'CURRENT_SCHEMA') return 'invalid table name';
    if (kind !== 'TABLES') continue;
    if (partNamed(item, 'indirection', 'extended_relation_expr')) return 'invalid schema name';
    const isMore = (name: string) => (partNamed(item, name)?.parts.length ?? 0) > 0;
    if (isMore('OptWhereClause')) return 'WHERE clause not allowed for schema';
    if (isMore('opt_column_list')) return 'column specification not allowed for schema';
  }
  return undefined;
}

function checkRole(tree: Tree): string | undefined {
  return nameOf(tree) === 'none' ? 'role name "none" is reserved' : undefined;
}

function checkRoleName(tree: Tree): string | undefined {
  const role = tree.parts[0]?.parts[0];
  if (role?.name !== 'NonReservedWord') return `${nameOf(role).toUpperCase()} cannot be used here`;
  return nameOf(role) === 'public' ? 'role name "public" is reserved' : undefined;
}

function checkPolicy(tree: Tree): string | undefined {
  const option = nameOf(tree.parts[1]);
  return tree.parts.length === 0 || /^(?:permissive|restrictive)$/.test(option)
    ? undefined
    : `unrecognized row security option "${option}"`;
}

function checkView(tree: Tree): string | undefined {
  const isChecked = (partNamed(tree, 'opt_check_option')?.parts.length ?? 0) > 0;
  return isChecked && hasPart(tree, 'RECURSIVE')
    ? 'WITH CHECK OPTION not supported on recursive views'
    : undefined;
}
