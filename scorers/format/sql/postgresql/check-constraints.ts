/** What may not stand in a constraint. */
import { hasPart, nameOf, partNamed } from './names.ts';
import type { Check, Tree } from './tree.ts';

export const CONSTRAINT_CHECKS: readonly [string, Check][] = [
  ['ConstraintAttributeSpec', checkAttributes],
  ['ConstraintElem', checkConstraint],
  ['DomainConstraintElem', checkConstraint],
  ['ColConstraintElem', checkGenerated],
  ['ColQualList', checkCollations],
  [
    'key_match',
    (tree) => (hasPart(tree, 'PARTIAL') ? 'MATCH PARTIAL not yet implemented' : undefined),
  ],
  ['key_update', checkUpdate],
];

function attributesOf(tree: Tree): string[] {
  return tree.parts.map(({ parts }) => parts.map((part) => nameOf(part).toUpperCase()).join(' '));
}

function checkAttributes(tree: Tree): string | undefined {
  const attributes = attributesOf(tree);
  const hasBoth = (one: string, other: string) =>
    attributes.includes(one) && attributes.includes(other);
  if (hasBoth('NOT DEFERRABLE', 'INITIALLY DEFERRED')) {
    return 'constraint declared INITIALLY DEFERRED must be DEFERRABLE';
  }
  const isConflict =
    hasBoth('NOT DEFERRABLE', 'DEFERRABLE') || hasBoth('INITIALLY IMMEDIATE', 'INITIALLY DEFERRED');
  return isConflict ? 'conflicting constraint properties' : undefined;
}

const DEFERRING = ['DEFERRABLE', 'INITIALLY DEFERRED'];
/** What a constraint may be, beside what each may. */
const MAY_BE: Readonly<Record<string, readonly string[]>> = {
  CHECK: ['NOT VALID', 'NO INHERIT'],
  UNIQUE: DEFERRING,
  PRIMARY: DEFERRING,
  EXCLUDE: DEFERRING,
  FOREIGN: [...DEFERRING, 'NOT VALID'],
};

function checkConstraint(tree: Tree): string | undefined {
  const kind = tree.parts[0]?.name ?? '';
  const spec = partNamed(tree, 'ConstraintAttributeSpec');
  const attributes = spec === undefined ? [] : attributesOf(spec);
  const wrong = attributes.find(
    (one) =>
      [...DEFERRING, 'NOT VALID', 'NO INHERIT'].includes(one) &&
      MAY_BE[kind]?.includes(one) !== true,
  );
  const isOfDomain = tree.name === 'DomainConstraintElem' && wrong === 'NOT VALID';
  return wrong === undefined || isOfDomain
    ? undefined
    : `${kind} constraints cannot be marked ${wrong}`;
}

function checkGenerated(tree: Tree): string | undefined {
  const isDefault = hasPart(partNamed(tree, 'generated_when'), 'DEFAULT');
  return isDefault && hasPart(tree, 'STORED')
    ? 'for a generated column, GENERATED ALWAYS must be specified'
    : undefined;
}

function checkCollations(tree: Tree): string | undefined {
  const collations = tree.parts.filter((part) => hasPart(part, 'COLLATE'));
  return collations.length > 1 ? 'multiple COLLATE clauses not allowed' : undefined;
}

function checkUpdate(tree: Tree): string | undefined {
  const columns = partNamed(partNamed(tree, 'key_action'), 'opt_column_list');
  return columns !== undefined && columns.parts.length > 0
    ? 'a column list is only supported for ON DELETE actions'
    : undefined;
}
