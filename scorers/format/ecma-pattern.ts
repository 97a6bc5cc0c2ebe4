import { RE2JS } from 're2js';
import { spendOnCompiling } from '../text/pattern-work.ts';
import type { Work } from '../work.ts';

/** A `pattern` of JSON Schema, matched in time linear in the text. */
export interface EcmaPattern {
  /** Whether it matches anywhere in the text. */
  test(text: string): boolean;
  /** Instructions that one character may cost. */
  size: number;
}

const LONGEST = 2_000;
// Classes are wide here, and an automaton may be built in vain before each instruction is followed.
const SLOWER_THAN_RE2 = 1.6;

// What \s means in ECMAScript, and everything else; RE2's \s knows ASCII alone.
const SPACE =
  '\\t-\\r \\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}';
const NO_SPACE =
  '\\x00-\\x08\\x0e-\\x1f!-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}\\x{200b}-\\x{2027}\\x{202a}-\\x{202e}\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{fefe}\\x{ff00}-\\x{10ffff}';

// RE2 knows general categories by their short names only.
const CATEGORIES: Readonly<Record<string, string>> = {
  Letter: 'L',
  Uppercase_Letter: 'Lu',
  Lowercase_Letter: 'Ll',
  Titlecase_Letter: 'Lt',
  Modifier_Letter: 'Lm',
  Other_Letter: 'Lo',
  Mark: 'M',
  Combining_Mark: 'M',
  Nonspacing_Mark: 'Mn',
  Spacing_Mark: 'Mc',
  Enclosing_Mark: 'Me',
  Number: 'N',
  Decimal_Number: 'Nd',
  digit: 'Nd',
  Letter_Number: 'Nl',
  Other_Number: 'No',
  Punctuation: 'P',
  punct: 'P',
  Connector_Punctuation: 'Pc',
  Dash_Punctuation: 'Pd',
  Open_Punctuation: 'Ps',
  Close_Punctuation: 'Pe',
  Initial_Punctuation: 'Pi',
  Final_Punctuation: 'Pf',
  Other_Punctuation: 'Po',
  Symbol: 'S',
  Math_Symbol: 'Sm',
  Currency_Symbol: 'Sc',
  Modifier_Symbol: 'Sk',
  Other_Symbol: 'So',
  Separator: 'Z',
  Space_Separator: 'Zs',
  Line_Separator: 'Zl',
  Paragraph_Separator: 'Zp',
  Other: 'C',
  Control: 'Cc',
  cntrl: 'Cc',
  Format: 'Cf',
  Surrogate: 'Cs',
  Private_Use: 'Co',
};

// And scripts by their long names. Source: PropertyValueAliases.txt of Unicode.
const SCRIPTS: Readonly<Record<string, string>> = {
  Arab: 'Arabic',
  Armn: 'Armenian',
  Beng: 'Bengali',
  Bopo: 'Bopomofo',
  Cyrl: 'Cyrillic',
  Deva: 'Devanagari',
  Ethi: 'Ethiopic',
  Geor: 'Georgian',
  Grek: 'Greek',
  Gujr: 'Gujarati',
  Guru: 'Gurmukhi',
  Hang: 'Hangul',
  Hani: 'Han',
  Hebr: 'Hebrew',
  Hira: 'Hiragana',
  Kana: 'Katakana',
  Khmr: 'Khmer',
  Knda: 'Kannada',
  Laoo: 'Lao',
  Latn: 'Latin',
  Mlym: 'Malayalam',
  Mong: 'Mongolian',
  Mymr: 'Myanmar',
  Sinh: 'Sinhala',
  Taml: 'Tamil',
  Telu: 'Telugu',
  Thaa: 'Thaana',
  Tibt: 'Tibetan',
  Zinh: 'Inherited',
  Zyyy: 'Common',
};

// What is no one category or script of RE2: the ranges of it, and of everything else.
const UNIONS: Readonly<Record<string, readonly [string, string]>> = {
  ASCII: ['\\x00-\\x7f', '\\x{80}-\\x{10ffff}'],
  ASCII_Hex_Digit: ['0-9A-Fa-f', '\\x00-/:-@G-`g-\\x{10ffff}'],
  AHex: ['0-9A-Fa-f', '\\x00-/:-@G-`g-\\x{10ffff}'],
  Any: ['\\x00-\\x{10ffff}', ''],
};
const CASED = new Set(['LC', 'Cased_Letter']);

// One construct whose meaning differs between the two dialects, or one escape that must stay whole.
const TOKEN =
  /\\[pP]\{(?:General_Category=|gc=|Script=|sc=|Script_Extensions=|scx=)?([^}]*)\}|\\[\s\S]|[[\].]/g;

/**
 * Compiles a regular expression in the dialect of JSON Schema (ECMA-262) for RE2, which never takes
 * more than time linear in the text. Look-around and back-references have no such form.
 *
 * @param work is charged for compiling
 * @throws SyntaxError that says why the pattern cannot be used
 * @throws WorkExceeded
 */
export function compileEcmaPattern(source: string, work: Work): EcmaPattern {
  if (source.length > LONGEST) {
    throw new SyntaxError(`is longer than ${LONGEST} characters`);
  }
  spendOnCompiling(work, source, 'compiling a pattern of a JSON Schema');
  try {
    const compiled = RE2JS.compile(RE2JS.translateRegExp(translate(source)));
    return { test: (text) => compiled.test(text), size: compiled.programSize() * SLOWER_THAN_RE2 };
  } catch (cause) {
    throw new SyntaxError(explain(source, cause), { cause });
  }
}

function translate(source: string): string {
  let isInClass = false;
  return source.replace(TOKEN, (token: string, property: string | undefined) => {
    if (property !== undefined) return translateProperty(token, property, isInClass);
    if (token === '\\s') return isInClass ? SPACE : `[${SPACE}]`;
    if (token === '\\S') return isInClass ? NO_SPACE : `[${NO_SPACE}]`;
    if (token === '.') return isInClass ? token : '[^\\n\\r\\x{2028}\\x{2029}]';
    if (token === '[' && isInClass) return '\\[';
    if (token === '[') isInClass = true;
    if (token === ']') isInClass = false;
    return token;
  });
}

function translateProperty(token: string, property: string, isInClass: boolean): string {
  const isNegated = token.startsWith('\\P');
  const [ranges, others] = UNIONS[property] ?? [];
  if (ranges !== undefined && others !== undefined) {
    const meant = isNegated ? others : ranges;
    if (meant === '') throw new SyntaxError(`${token} matches nothing`);
    return isInClass ? meant : `[${meant}]`;
  }
  if (CASED.has(property)) {
    const letters = '\\p{Lu}\\p{Ll}\\p{Lt}';
    if (!isNegated) return isInClass ? letters : `[${letters}]`;
    if (isInClass) throw new SyntaxError(`${token} in brackets is not supported`);
    return `[^${letters}]`;
  }
  return `${token.slice(0, 2)}{${CATEGORIES[property] ?? SCRIPTS[property] ?? property}}`;
}

function explain(source: string, cause: unknown): string {
  if (/\(\?<?[=!]/.test(source)) {
    return 'uses look-around, which cannot be matched in linear time; write it without (?=, (?!, (?<= or (?<!';
  }
  if (/\\(?:[1-9]|k<)/.test(source)) {
    return 'uses a back-reference, which cannot be matched in linear time';
  }
  const fault = cause instanceof Error ? cause.message.replace('error parsing regexp: ', '') : '';
  return `is not a regular expression that RE2 can run: ${fault}`;
}
