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

// What \s means in ECMAScript, and everything else; RE2's \s knows ASCII alone.
const SPACE =
  '\\t-\\r \\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}';
const NO_SPACE =
  '\\x00-\\x08\\x0e-\\x1f!-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}\\x{200b}-\\x{2027}\\x{202a}-\\x{202e}\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{fefe}\\x{ff00}-\\x{10ffff}';

// RE2 knows general categories by their short names only.
const CATEGORIES: Readonly<Record<string, string>> = {
  Letter: 'L',
  Cased_Letter: 'L',
  Uppercase_Letter: 'Lu',
  Lowercase_Letter: 'Ll',
  Titlecase_Letter: 'Lt',
  Modifier_Letter: 'Lm',
  Other_Letter: 'Lo',
  Mark: 'M',
  Nonspacing_Mark: 'Mn',
  Spacing_Mark: 'Mc',
  Enclosing_Mark: 'Me',
  Number: 'N',
  Decimal_Number: 'Nd',
  Letter_Number: 'Nl',
  Other_Number: 'No',
  Punctuation: 'P',
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
};

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
    return { test: (text) => compiled.test(text), size: compiled.programSize() };
  } catch (cause) {
    throw new SyntaxError(explain(source, cause), { cause });
  }
}

function translate(source: string): string {
  let isInClass = false;
  return source.replace(TOKEN, (token: string, property: string | undefined) => {
    if (property !== undefined) return `${token.slice(0, 2)}{${CATEGORIES[property] ?? property}}`;
    if (token === '\\s') return isInClass ? SPACE : `[${SPACE}]`;
    if (token === '\\S') return isInClass ? NO_SPACE : `[${NO_SPACE}]`;
    if (token === '.') return isInClass ? token : '[^\\n\\r\\x{2028}\\x{2029}]';
    if (token === '[' && isInClass) return '\\[';
    if (token === '[') isInClass = true;
    if (token === ']') isInClass = false;
    return token;
  });
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
