/**
 * A number of a JSON text that no double holds exactly, such as 2512292042121000001: kept as the
 * text that all its spellings share, so that different numbers never count as equal.
 */
export class ExactNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;
// An exponent of more digits would not fit a safe integer; its number equals only its own spelling.
const LONGEST_EXPONENT = 15;
// Fewer digits, and no exponent, always fit a double.
const MAY_BE_INEXACT = /[\d.]{16}|\d[eE]/;

/**
 * What JSON.parse gives, with each number that a double would change as an `ExactNumber`.
 *
 * @param text JSON that has been read already, so that its depth is known
 * @param value what JSON.parse gave for it; returned as it is when all its numbers are exact
 */
export function exactJson(text: string, value: unknown): unknown {
  if (!MAY_BE_INEXACT.test(text)) return value;
  let isChanged = false;
  const exact: unknown = JSON.parse(
    text,
    (_key: string, one: unknown, context?: { source?: string }) => {
      const source = context?.source;
      if (typeof one !== 'number' || source === undefined) return one;
      const spelled = canonicalNumber(source);
      if (spelled === canonicalNumber(String(one))) return one;
      isChanged = true;
      return new ExactNumber(spelled);
    },
  );
  return isChanged ? exact : value;
}

/** One text for all spellings of a number: its digits without zeros at either end, and an exponent. */
function canonicalNumber(source: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = NUMBER.exec(source) ?? [];
  if (whole === '' || exponent.length > LONGEST_EXPONENT) return source;
  const digits = (whole + fraction).replace(/^0+/, '');
  let end = digits.length;
  while (digits[end - 1] === '0') end -= 1;
  if (end === 0) return '0';
  const power = Number(exponent) - fraction.length + digits.length - end;
  return `${sign}${digits.slice(0, end)}e${power}`;
}
