import { lazyPattern } from '../lazy-pattern.ts';
import { lastInRun, SPACES } from './digit-groups.ts';
import { separatorsOf } from './number-separators.ts';
import { isNumeral, plainNumbers } from './number-text.ts';

/**
 * The number that a text gives: the last one in it, which is where answers stand ("12 apples and 30
 * pears make 42"). docs/numbers.md lists how numbers of many locales and forms are read; in short:
 * - digits of any script, grouped and with decimals as `digit-groups.ts` says
 * - signs (also −, – and ‑ before a digit), currency signs and codes, and units, which are omitted
 * - per cent (12% is 0.12) and per mille; powers (7^31, 10⁶), 6.02e23 and 6.02 × 10^23
 * - fractions: ½, 3½, 3 1/2, \frac{1}{2}
 * - 千, 万, 億, 兆 and 천, 만, 억 multiply, and what follows them adds up: 3万5千
 *
 * Not read are digits behind a letter of a script that writes spaces between words (v2, x86), codes
 * of letters and digits (3f2a, 0x1F), exponents and indices of letters (x^2), and runs with several
 * points that group nothing (1.2.3, 12.05.2024).
 *
 * @param locale BCP 47; decides what is ambiguous without: 1.234 is 1234 in `de`
 * @returns undefined where there is no number
 */
export function readNumber(text: string, locale?: string): number | undefined {
  if (locale === undefined && PLAIN.test(text)) return Number(text);
  let last = text.length - 1;
  while (last >= 0 && !isNumeral(text, last)) last -= 1;
  if (last === -1) return undefined;
  // Most of a long text need not be read: no number goes on across the end of a word.
  let start = last;
  while (start > 0 && !isWordEnd(text, start)) start -= 1;
  return lastIn(text.slice(start), locale) ?? (start > 0 ? lastIn(text, locale) : undefined);
}

const PLAIN = /^-?\d{1,15}(?:\.\d{1,15})?$/;

/** Whether a space stands there, and before it a word of a to z that is no sign of multiplication. */
function isWordEnd(text: string, at: number): boolean {
  if (text.charCodeAt(at) !== 0x20) return false;
  if (!isLatin(text.charCodeAt(at - 1)) || !isLatin(text.charCodeAt(at - 2))) return false;
  return !text.startsWith('times', at - 5) && !text.startsWith('cdot', at - 4);
}

function isLatin(code: number): boolean {
  // Setting this bit makes capitals small letters.
  return (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a;
}

function lastIn(given: string, locale: string | undefined): number | undefined {
  const separators = locale === undefined ? undefined : separatorsOf(locale);
  let last: Found | undefined;
  const text = plainNumbers(given);
  for (const { groups, index, 0: token } of text.matchAll(TOKEN())) {
    if (groups?.run === undefined && groups?.lone === undefined) continue;
    const value = readParts(groups, separators);
    if (value === undefined || !Number.isFinite(value)) continue;
    const scale = scaleOf(groups.scale ?? '');
    const found: Found = { value, scale, end: index + token.length };
    // 3万5千 is one number: what stands behind a scale, and is less than that, is added.
    if (
      last &&
      last.scale > scale &&
      goesOn(text, last, index) &&
      value >= 0 &&
      value < last.scale
    ) {
      found.value = last.value < 0 ? last.value - value : last.value + value;
    }
    last = found;
  }
  return last?.value;
}

interface Found {
  value: number;
  /** What it was multiplied by. */
  scale: number;
  end: number;
}

/** Whether a number begins right behind another; Korean writes a space between them. */
function goesOn(text: string, { end }: Found, index: number): boolean {
  return end === index || (end + 1 === index && /^[백천만억] /.test(text.slice(end - 1, index)));
}

type Parts = Partial<Record<string, string>>;

function readParts(parts: Parts, separators: Parameters<typeof lastInRun>[1]): number | undefined {
  const size = parts.lone === undefined ? sizeOf(parts, separators) : vulgar(parts.lone);
  if (size === undefined) return undefined;
  const share = parts.percent === undefined ? 1 : parts.percent === '%' ? 100 : 1000;
  // Only what is there is computed with: 0.1 times 1 is exact, most quotients are not.
  const scaled = parts.scale === undefined ? size : size * scaleOf(parts.scale);
  const value = share === 1 ? scaled : scaled / share;
  return parts.sign === undefined || value === 0 ? value : -value;
}

const SCALES: Readonly<Record<string, number>> = {
  ...{ 百: 1e2, 千: 1e3, 万: 1e4, 萬: 1e4, 亿: 1e8, 億: 1e8, 兆: 1e12 },
  ...{ 백: 1e2, 천: 1e3, 만: 1e4, 억: 1e8 },
};

/** What a number is multiplied by: 千万 is a thousand times ten thousand. */
function scaleOf(scale: string): number {
  return [...scale].reduce((product, character) => product * (SCALES[character] ?? 1), 1);
}

function sizeOf(parts: Parts, separators: Parameters<typeof lastInRun>[1]): number | undefined {
  const found = lastInRun(parts.run ?? '', separators);
  if (found === undefined) return undefined;
  const { before } = found;
  const number = parts.point === undefined ? found.number : `.${found.number}`;
  if (parts.vulgar !== undefined) return Number(number) + vulgar(parts.vulgar);
  if (parts.below !== undefined) return fraction(before, number, parts.below);
  const exponent = parts.exponent ?? parts.tens;
  if (exponent !== undefined) return Number(`${number}e${plainExponent(exponent)}`);
  if (parts.power !== undefined) return Number(number) ** Number(plainExponent(parts.power));
  return Number(number);
}

/** A fraction, or, with a whole number before it, a mixed one: `3 1/2`. */
function fraction(before: string, above: string, below: string): number {
  const size = Number(above) / Number(below);
  const whole = /(?:^|\s)(\d+)$/.exec(before)?.[1];
  return whole !== undefined && size < 1 ? Number(whole) + size : size;
}

/** The value of a character such as ½, which Unicode decomposes into 1⁄2. */
function vulgar(character: string): number {
  const [above, below] = character.trim().normalize('NFKC').split('⁄').map(Number);
  return (above ?? 0) / (below ?? 1);
}

function plainExponent(exponent: string): string {
  return exponent
    .normalize('NFKC')
    .replace('\u2212', '-')
    .replace(/[{}()+^*\s]/g, '');
}

const VULGAR = '[¼-¾⅐-⅞↉]';
// Letters of scripts that write spaces between words and make names with digits.
const LETTER = '[[\\p{sc=Latin}\\p{sc=Greek}\\p{sc=Cyrillic}]&&\\p{L}]';
const SUPERSCRIPT = '[⁺⁻]?[⁰¹²³⁴-⁹]{1,4}';
// Two asterisks may be Markdown's: **42** is no power.
const POWER = `(?:\\^|\\*\\*(?!\\s?[\\-\\d.,]+\\*\\*))\\s?(?:\\{\\s?[+\\-]?\\d{1,4}\\s?\\}|\\([+\\-]?\\d{1,4}\\)|[+\\-]?\\d{1,4})`;
const TIMES = '(?:[×xX*·⋅]|\\\\times|\\\\cdot)';
const CODES =
  'USD|EUR|GBP|JPY|CNY|RMB|INR|AUD|CAD|CHF|NZD|SEK|NOK|DKK|PLN|CZK|HUF|RON|BRL|MXN|ZAR|KRW|SGD|HKD|TWD|THB|ILS|RUB|UAH|TRY|Rs';
const RUN = `\\d+(?:[.,'’_٫٬${SPACES}]\\d+)*`;
// Letters of scripts that write no space between a word and a number, or none at all.
const UNSPACED =
  '[\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Hangul}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}]';

// What is no number is matched first, so that no part of it is taken for one. The parts of a run are
// told apart afterwards: nothing here is matched in more than one way, and nothing backtracks far.
const TOKEN = lazyPattern(
  [
    `(?<![\\p{L}\\p{N}])(?:${CODES})(?=[.\\s]?-?\\d)`,
    `[_^]\\{[^\\{\\}]*\\}`,
    // Words, with digits behind their letters, and what these are raised to.
    `${LETTER}[[\\p{L}\\p{M}]--${UNSPACED}]*(?:_?\\d[\\p{L}\\p{M}\\d_]*(?:\\.\\d+)*)?`,
    `(?<=[${LETTER}\\)\\]\\}])${POWER}`,
    // Codes: digits, letters and digits again. Not 1e5, nor 6x10^5.
    `0[xX][\\dA-Fa-f]+`,
    `\\d+(?![eE]\\d{1,4}(?![\\p{L}\\d]))(?!${TIMES}10(?:\\^|\\*\\*|[⁺⁻⁰¹²³⁴-⁹]))${LETTER}+\\d[\\p{L}\\d]*`,
    // Numbers. A sign behind a number, a letter or a bracket is a hyphen, or an operator.
    `(?:(?<![[\\p{L}--${UNSPACED}]\\p{N}_%‰°\\)\\]\\}\\-]|\\d\\s?\\p{Sc})(?<sign>-)(?=[\\p{Sc}\\p{N}.]))?(?:\\p{Sc}\\s?)?` +
      `(?:(?<lone>${VULGAR})|(?:(?<![\\p{L}\\p{N}.])(?<point>\\.))?(?<run>${RUN})(?:` +
      `(?<vulgar>\\s?${VULGAR})|` +
      `(?:[eE](?<exponent>[+\\-]?\\d{1,4})(?![\\p{L}\\d]))|` +
      `(?:\\s?${TIMES}\\s?10(?<tens>${SUPERSCRIPT}|${POWER}))|` +
      `(?<power>${SUPERSCRIPT}|${POWER})|` +
      `(?:(?<!\\/\\d*)\\s?[\\/⁄]\\s?(?<below>0*[1-9]\\d*)(?![.,]?\\d|\\s?[\\/⁄]\\s?\\d)))?` +
      `)(?:\\s?(?<percent>[%‰])|(?<scale>[百千]?[万萬亿億兆]|[百千]|[백천]?(?:만(?!큼)|억)|[백천](?=\\s|원|명|개|$)))?`,
  ].join('|'),
  'gv',
);
