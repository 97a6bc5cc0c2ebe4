/** What else a list of answers may be: one value with two signs, or one number with a decimal comma. */
import { splitOutside } from './math-parts.ts';

const DECIMAL_COMMA = /^-?(?:\d{1,3}(?:\.\d{3})+|\d+),\d+$/;
const DECIMAL_POINT = /^-?\d*\.\d+$/;

/** Two numbers with decimals, one behind a comma; undefined where the comma may part a list. */
export function decimalCommas(a: string, b: string): [string, string] | undefined {
  const isPair = (one: string, other: string) =>
    DECIMAL_COMMA.test(one) && DECIMAL_POINT.test(other);
  if (!isPair(a, b) && !isPair(b, a)) return undefined;
  const plain = (text: string) =>
    text.includes(',') ? text.replaceAll('.', '').replace(',', '.') : text;
  // 1,234 groups: it is 1.234 to those alone who write a comma there.
  const grouped = [a, b].some((text) => /^-?[1-9]\d{0,2},\d{3}$/.test(text));
  return grouped ? undefined : [plain(a), plain(b)];
}

/** Whether one of the values is two, by its sign. */
export function areSigned(values: readonly string[]): boolean {
  return values.some((value) => /[±∓]/.test(value));
}

/** ±2 as 2 and -2. */
export function bothSigns(values: readonly string[]): string[] {
  return values.flatMap((value) =>
    areSigned([value])
      ? [
          value.replaceAll('±', '+').replaceAll('∓', '-'),
          value.replaceAll('±', '-').replaceAll('∓', '+'),
        ]
      : [value],
  );
}

const NAMED = /^([a-zA-Z])\s*=\s*([^=]+)$/;

/** `x = 2, x = -2` as `2, -2`. */
export function withoutNames(text: string): string {
  const items = splitOutside(text, (unit) => unit === ',').map((item) => NAMED.exec(item));
  const [first] = items;
  const isOneName = items.length > 1 && items.every((item) => item && item[1] === first?.[1]);
  return isOneName ? items.map((item) => item?.[2]).join(', ') : text;
}
