/** What may not stand in a query or in an expression. */
import { hasPart, nameOf, partNamed } from './names.ts';
import type { Check, Tree } from './tree.ts';

export const QUERY_CHECKS: readonly [string, Check][] = [
  ['select_no_parens', checkQuery],
  [
    'limit_clause',
    (tree) => (hasPart(tree, "','") ? 'LIMIT #,# syntax is not supported' : undefined),
  ],
  ['func_expr', checkOrderedSet],
  ['a_expr', checkExpression],
  ['frame_extent', checkFrame],
  ['indirection', checkStars],
  ['opt_indirection', checkStars],
  ['func_name', checkFunctionName],
  ['qualified_name', checkLength],
  ['json_format_clause', checkEncoding],
  ['json_table', checkJsonPath],
  ['opt_float', checkPrecision],
];

/** Queries in parentheses that were looked at with what stands around them. */
const seen = new WeakSet<Tree>();

/** What stands around a query in one set of parentheses or more, from the innermost on. */
function checkQuery(query: Tree): string | undefined {
  if (seen.has(query)) return undefined;
  const levels: string[][] = [];
  let tree: Tree | undefined = query;
  while (tree !== undefined) {
    seen.add(tree);
    levels.push(tree.parts.flatMap(optionsIn));
    tree = partNamed(tree, 'select_clause', 'select_no_parens', 'select_with_parens');
  }
  const options = new Set<string>();
  for (const level of levels.reverse()) {
    const fault = addOptions(options, level);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** Adds what stands at one level; locks alone may stand at several. */
function addOptions(options: Set<string>, added: readonly string[]): string | undefined {
  const twice = added.find((option) => option !== 'SKIP LOCKED' && options.has(option));
  if (twice !== undefined) return `multiple ${twice} clauses not allowed`;
  for (const option of added) options.add(option);
  if (!added.includes('WITH TIES')) return undefined;
  if (!options.has('ORDER BY')) return 'WITH TIES cannot be specified without ORDER BY clause';
  return options.has('SKIP LOCKED')
    ? 'SKIP LOCKED and WITH TIES options cannot be used together'
    : undefined;
}

function optionsIn(part: Tree): string[] {
  const { name, parts } = part;
  if (name === 'with_clause') return ['WITH'];
  if (name === 'sort_clause' || (name === 'opt_sort_clause' && parts.length > 0)) {
    return ['ORDER BY'];
  }
  if (name === 'opt_select_limit' || name === 'select_limit') return limitsOf(part);
  return /for_locking_clause$/.test(name) ? locksOf(part) : [];
}

function limitsOf(tree: Tree): string[] {
  return tree.parts.flatMap((part) => {
    if (part.name === 'select_limit') return limitsOf(part);
    if (part.name === 'offset_clause') return 'OFFSET';
    return hasPart(part, 'TIES') ? ['LIMIT', 'WITH TIES'] : 'LIMIT';
  });
}

function locksOf(tree: Tree): string[] {
  if (tree.name === 'SKIP') return ['SKIP LOCKED'];
  return /^(?:opt_)?for_locking|^opt_nowait_or_skip$/.test(tree.name)
    ? tree.parts.flatMap(locksOf)
    : [];
}

function checkOrderedSet(tree: Tree): string | undefined {
  if (partNamed(tree, 'within_group_clause')?.parts.length !== 5) return undefined;
  const call = partNamed(tree, 'func_application');
  if (partNamed(call, 'opt_sort_clause')?.parts.length === 1) {
    return 'cannot use multiple ORDER BY clauses with WITHIN GROUP';
  }
  const word = ['DISTINCT', 'VARIADIC'].find((name) => hasPart(call, name));
  return word && `cannot use ${word} with WITHIN GROUP`;
}

function checkExpression(tree: Tree): string | undefined {
  if (tree.parts[0]?.name === 'UNIQUE') return 'UNIQUE predicate is not yet implemented';
  if (!hasPart(tree, 'OVERLAPS')) return undefined;
  const isPair = (row: Tree) => row.name !== 'row' || lengthOf(row) === 2;
  return tree.parts.every(isPair)
    ? undefined
    : 'wrong number of parameters on a side of OVERLAPS expression';
}

function lengthOf(row: Tree): number {
  const list = partNamed(row, 'expr_list')?.parts ?? [];
  const count = list.filter(({ name }) => name === 'a_expr').length;
  return hasPart(row, 'a_expr') ? count + 1 : count;
}

/** The places of a frame's bounds, in their order. */
const BOUNDS = [
  'UNBOUNDED PRECEDING',
  'a_expr PRECEDING',
  'CURRENT_P ROW',
  'a_expr FOLLOWING',
  'UNBOUNDED FOLLOWING',
];

function checkFrame(tree: Tree): string | undefined {
  const bounds = tree.parts.filter(({ name }) => name === 'frame_bound');
  const places = bounds.map(({ parts }) => BOUNDS.indexOf(parts.map(({ name }) => name).join(' ')));
  const [start = 0, end = BOUNDS.indexOf('CURRENT_P ROW')] = places;
  if (start === BOUNDS.length - 1) return 'frame start cannot be UNBOUNDED FOLLOWING';
  if (end === 0) return 'frame end cannot be UNBOUNDED PRECEDING';
  return start > end ? 'frame starts after its end' : undefined;
}

function checkStars(tree: Tree): string | undefined {
  const before = tree.parts.slice(0, -1);
  return before.some((element) => hasPart(element, "'*'")) ? 'improper use of "*"' : undefined;
}

function checkFunctionName(tree: Tree): string | undefined {
  const elements = partNamed(tree, 'indirection')?.parts ?? [];
  return elements.every((element) => hasPart(element, 'attr_name')) ? undefined : 'syntax error';
}

function checkLength(tree: Tree): string | undefined {
  const elements = partNamed(tree, 'indirection')?.parts ?? [];
  return elements.length > 2 ? 'improper qualified name (too many dotted names)' : undefined;
}

function checkEncoding(tree: Tree): string | undefined {
  const name = partNamed(tree, 'name');
  if (name === undefined || /^utf(?:8|16|32)$/i.test(nameOf(name))) return undefined;
  return `unrecognized JSON encoding: ${nameOf(name)}`;
}

function checkJsonPath(tree: Tree): string | undefined {
  let path = partNamed(tree, 'a_expr');
  while (path?.parts.length === 1) [path] = path.parts;
  return path?.name === 'SCONST'
    ? undefined
    : 'only string constants are supported in JSON_TABLE path specification';
}

function checkPrecision(tree: Tree): string | undefined {
  if (tree.parts.length === 0) return undefined;
  const precision = Number(nameOf(tree.parts[1]));
  if (precision < 1) return 'precision for type float must be at least 1 bit';
  return precision > 53 ? 'precision for type float must be less than 54 bits' : undefined;
}
