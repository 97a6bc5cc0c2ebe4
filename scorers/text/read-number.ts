/**
 * The number that a text gives: the text itself when it is one, or else the last number in it, which
 * is where answers stand ("12 apples and 30 pears make 42"). Understood are signs, decimal points,
 * thousands separators (1,234.5 and 1 234.5), per cent (12% is 0.12), scientific notation and a
 * currency sign before or behind, which is left out. A comma before exactly three digits separates
 * thousands; other commas between digits are decimal ones (3,14), and a point is one always.
 *
 * @returns undefined where there is no number
 */
export function readNumber(text: string): number | undefined {
  if (PLAIN.test(text)) return Number(text);
  const last = lastMatch(text);
  if (last === undefined) return undefined;
  const { sign = '', digits = '', exponent = '', percent } = last;
  const value = Number(`${sign === '' ? '' : '-'}${withoutSeparators(digits)}${exponent}`);
  if (!Number.isFinite(value)) return undefined;
  return percent === undefined ? value : value / 100;
}

function lastMatch(text: string): Partial<Record<string, string>> | undefined {
  let last = text.length - 1;
  while (last >= 0 && !isBetween(text.charCodeAt(last), ZERO, NINE)) last -= 1;
  if (last === -1) return undefined;
  // Most of a long text need not be read: no number goes on across a letter before a space.
  let start = last;
  while (start > 0 && !isWordEnd(text, start)) start -= 1;
  return matchIn(text.slice(start)) ?? (start > 0 ? matchIn(text) : undefined);
}

const ZERO = 0x30;
const NINE = 0x39;

/** Whether a space stands there, and a letter of a to z before it. */
function isWordEnd(text: string, at: number): boolean {
  // Setting this bit makes capitals small letters.
  return text.charCodeAt(at) === 0x20 && isBetween(text.charCodeAt(at - 1) | 0x20, 0x61, 0x7a);
}

function isBetween(code: number, low: number, high: number): boolean {
  return code >= low && code <= high;
}

function matchIn(text: string): Partial<Record<string, string>> | undefined {
  return [...text.matchAll(NUMBER)].at(-1)?.groups;
}

const PLAIN = /^-?\d{1,15}(?:\.\d{1,15})?$/;

// Each part begins with a character that the part before it cannot take, so nothing backtracks far.
const NUMBER =
  /(?<![\p{L}\p{N}_])(?<sign>[-−])?\p{Sc}?(?<digits>\d+(?:[,\u00a0\u202f ]\d{3})*(?:[.,]\d+)?|\.\d+)(?<exponent>[eE][+-]?\d{1,3})?(?![\p{L}_])(?:\s?(?<percent>%))?/gu;

function withoutSeparators(digits: string): string {
  const plain = digits.replace(/[\u00a0\u202f ]/g, '');
  const isThousands = /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(plain);
  return isThousands
    ? plain.replaceAll(',', '')
    : plain.replace(/,(\d+)$/, '.$1').replaceAll(',', '');
}
