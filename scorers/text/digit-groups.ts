import { asOne, type Separators } from './number-separators.ts';

/**
 * The last number in a run of digits with separators between them, as plain digits with a decimal
 * point: `1.234.567,5` gives `1234567.5`.
 *
 * A locale decides what it can. What it does not allow, and everything without a locale, is read so:
 * - two kinds of separators: the first groups, the last is the decimal one (1,234.5 and 1.234,5)
 * - one comma before exactly three digits groups (1,234), any other is a decimal one (3,14; 0,123)
 * - one point is a decimal one (1.234); several group thousands (1.234.567), or else there is no
 *   number, but a version or a date (1.2.3)
 * - apostrophes, low lines and spaces group thousands; groups of two before the last three are those
 *   of India (12,34,567)
 * - what fits no grouping is a list, of which the last number counts (1,2,3; 555 1234)
 *
 * @returns the digits, and what stands before them in the run; undefined where there is no number
 */
export function lastInRun(
  run: string,
  separators: Separators | undefined,
): { number: string; before: string } | undefined {
  const segments = run.split(SPACE);
  const spaces = [...run.matchAll(SPACE_EACH)].map(([space]) => space);
  const first = firstJoined(segments, spaces, separators);
  const length = segments.slice(first).join(' ').length;
  const before = run.slice(0, run.length - length).trimEnd();
  const number =
    first < segments.length - 1
      ? segments.slice(first).join('').replace(/[.,٫]/, '.')
      : readSegment(segments.at(-1) ?? '', separators);
  return number === undefined ? undefined : { number, before };
}

/** The spaces that may stand inside a number: ordinary, no-break, figure, thin, narrow no-break. */
export const SPACES = ' \\u00a0\\u2007\\u2009\\u202f';
const SPACE = new RegExp(`[${SPACES}]`);
const SPACE_EACH = new RegExp(SPACE, 'g');

/** The first of the segments that spaces group with the last one. */
function firstJoined(
  segments: readonly string[],
  spaces: readonly string[],
  separators: Separators | undefined,
): number {
  const last = segments.length - 1;
  const space = spaces[last - 1];
  if (space === undefined || !/^\d{3}(?:[.,٫]\d+)?$/.test(segments[last] ?? '')) return last;
  // An ordinary space may stand between two numbers as well.
  if (space === ' ' && separators && separators.group !== ' ') return last;
  let first = last;
  while (first > 0 && spaces[first - 1] === space && /^\d{1,3}$/.test(segments[first - 1] ?? '')) {
    first -= 1;
    if (segments[first]?.length !== 3) break;
  }
  while (first < last && segments[first]?.startsWith('0')) first += 1;
  return first;
}

function readSegment(segment: string, separators: Separators | undefined): string | undefined {
  const parts = segment.split(SEPARATOR);
  if (parts.length === 1) return segment;
  const marks = [...segment.matchAll(SEPARATOR)].map(([mark]) => asOne(mark));
  return (separators && readAs(parts, marks, separators)) ?? readFreely(segment, parts, marks);
}

const SEPARATOR = /[.,'’_٫٬]/g;

/** The digits where they are as a locale writes them. */
function readAs(
  parts: readonly string[],
  marks: readonly string[],
  { group, decimal }: Separators,
): string | undefined {
  const hasDecimals = marks.at(-1) === decimal;
  const groups = hasDecimals ? parts.slice(0, -1) : parts;
  const between = hasDecimals ? marks.slice(0, -1) : marks;
  const isGrouped = between.every((mark) => mark === group) && areGroups(groups);
  if (between.length > 0 && !isGrouped) return undefined;
  return groups.join('') + (hasDecimals ? `.${parts.at(-1)}` : '');
}

function readFreely(
  segment: string,
  parts: readonly string[],
  marks: readonly string[],
): string | undefined {
  const [first = '', ...others] = marks;
  const last = marks.at(-1) ?? '';
  const groups = parts.slice(0, -1);
  if (others.every((mark) => mark === first)) {
    const isGrouped = areGroups(parts) && !(first === '.' && marks.length === 1);
    if (isGrouped && first !== '٫') return parts.join('');
    if (marks.length === 1 && '.,٫'.includes(first)) return parts.join('.');
    return first === '.' || first === '_' ? undefined : parts.at(-1);
  }
  const isDecimal = '.,٫'.includes(last) && marks.indexOf(last) === marks.length - 1;
  const isGrouped = marks.slice(0, -1).every((mark) => mark === first) && areGroups(groups);
  if (isDecimal && isGrouped) return `${groups.join('')}.${parts.at(-1)}`;
  // A list of numbers, such as 1.5,2.5.
  const comma = segment.lastIndexOf(',');
  return comma === -1 ? undefined : readSegment(segment.slice(comma + 1), undefined);
}

/** Whether digits are grouped in threes, or as in India in twos before the last three. */
function areGroups(groups: readonly string[]): boolean {
  const [head = '', ...rest] = groups;
  if (rest.length === 0 || head === '' || head.length > 3 || head.startsWith('0')) return false;
  const isLast3 = rest.at(-1)?.length === 3;
  const middle = rest.slice(0, -1);
  return (
    isLast3 &&
    (middle.every(({ length }) => length === 3) ||
      (head.length <= 2 && middle.every(({ length }) => length === 2)))
  );
}
