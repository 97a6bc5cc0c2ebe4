import { lazyPattern } from '../lazy-pattern.ts';

/**
 * A text with its numbers in plain ASCII: digits of every script as 0 to 9, full-width letters and
 * signs as ordinary ones, every dash that stands for a minus as `-`, direction marks omitted.
 * Vulgar fractions, superscripts and separators stay as they are. Offsets are not those of the
 * text.
 */
export function plainNumbers(text: string): string {
  const plain = text.includes('\\') ? withoutLatexMarks(text) : text;
  if (!NOT_ASCII.test(plain)) return plain;
  return plain
    .replace(DIRECTION_MARKS, '')
    .replace(WIDE_SEPARATOR, (mark) => (mark === '．' ? '.' : ','))
    .replace(FULL_WIDTH, (wide) => String.fromCharCode(wide.charCodeAt(0) - WIDE_OFFSET))
    .replace(MINUS, '-')
    .replace(PER_CENT, '%')
    .replace(OTHER_DIGIT(), digitOf);
}

/** Whether a character belongs to a number: a digit of any script, or a fraction such as ½. */
export function isNumeral(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code < 0x80) return code >= 0x30 && code <= 0x39;
  // Digits beyond the basic plane are found by their second half.
  const isSecondHalf = code >= 0xdc00 && code <= 0xdfff;
  return NUMERAL().test(isSecondHalf ? text.slice(at - 1, at + 1) : text.charAt(at));
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant
const NOT_ASCII = /[^\x00-\x7f]/;
const NUMERAL = lazyPattern(String.raw`[\p{Nd}\p{No}]`, 'u');
const DIRECTION_MARKS = /[\u061c\u200e\u200f\u2066-\u2069]/g;
// Between other digits a full-width comma is punctuation.
const WIDE_SEPARATOR = /(?<=[０-９])[，．](?=[０-９])/g;
const FULL_WIDTH = /[！-＋－／-～]/g;
const WIDE_OFFSET = 0xfee0;
// Hyphen, non-breaking hyphen, figure dash, en dash, minus sign, small hyphen-minus.
const MINUS = /[\u2010-\u2013\u2212\ufe63]/g;
const PER_CENT = /[\u066a\ufe6a]/g;
const OTHER_DIGIT = lazyPattern(String.raw`(?![0-9])\p{Nd}`, 'gu');

const digits = new Map<string, string>();

/** The value of a digit: Unicode has them in runs of ten, from 0 to 9. */
function digitOf(character: string): string {
  const known = digits.get(character);
  if (known !== undefined) return known;
  const code = character.codePointAt(0) ?? 0;
  let first = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first -= 1;
  const digit = String((code - first) % 10);
  digits.set(character, digit);
  return digit;
}

/** Escaped signs, the marks that keep LaTeX from spacing a comma or group, and fractions. */
function withoutLatexMarks(text: string): string {
  return text
    .replace(/\{,\}/g, ',')
    .replace(/\\([%$€£¥])/g, '$1')
    .replace(/(?<=\d)\\[,;: ](?=\d)/g, '\u202f')
    .replace(FRACTION, asFraction);
}

// Without braces an argument is one digit: \frac12 is one half.
const FRACTION = /(\d?)\s*\\[dt]?frac\s*(?:\{\s*(\d+)\s*\}|(\d))\s*(?:\{\s*(\d+)\s*\}|(\d))/g;

function asFraction(_: string, whole: string, ...[above, digit, below, other]: string[]): string {
  return `${whole === '' ? '' : `${whole} `}${above ?? digit}/${below ?? other} `;
}
