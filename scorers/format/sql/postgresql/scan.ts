/** The tokens of a text, as PostgreSQL's scanner cuts it. Source: PostgreSQL 17, scan.l. */
import { faultNear } from './fault.ts';
import { keptName, readDollarText, readName, readText } from './quotes.ts';

export interface Token {
  /** As the grammar names it: `SCONST`, `SELECT`, `'('`. */
  name: string;
  /** What a name or text stands for; of anything else the text. */
  value: string;
  start: number;
  end: number;
}

const BLANK = /(?:[ \t\n\r\f\v]+|--[^\n\r]*)+/y;
const QUOTE = /[bBxXeE]?'|[uU]&['"]|"/y;
const DOLLAR = /\$(?:[A-Za-z_\u0080-\uffff][A-Za-z0-9_\u0080-\uffff]*)?\$/y;
const WORD = /[A-Za-z_\u0080-\uffff][A-Za-z0-9_$\u0080-\uffff]*/y;
const PARAMETER = /\$\d+/y;
const WHOLE = /0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+/y;
const NUMBER =
  /(?:\d(?:_?\d)*(?:\.(?!\.)(?:\d(?:_?\d)*)?)?|\.\d(?:_?\d)*)(?:[eE][-+]?\d(?:_?\d)*)?/y;
const SIGN = /::|\.\.|:=|[,()[\].;:]/y;
const OPERATOR = /[~!@#^&|`?+\-*/%<>=]+/y;
const LONGEST_OPERATOR = 63;
const LARGEST_WHOLE = 0x7f_ff_ff_ff;

const NAMED_SIGNS: Readonly<Record<string, string>> = {
  '::': 'TYPECAST',
  '..': 'DOT_DOT',
  ':=': 'COLON_EQUALS',
  '=>': 'EQUALS_GREATER',
  '<=': 'LESS_EQUALS',
  '>=': 'GREATER_EQUALS',
  '<>': 'NOT_EQUALS',
  '!=': 'NOT_EQUALS',
};
const QUOTED_NAMES: Readonly<Record<string, string>> = { b: 'BCONST', x: 'XCONST' };

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** The token at a place or after the space and comments there; `$end` at the end of the text. */
export function scanToken(
  text: string,
  from: number,
  keywordName: (word: string) => string | undefined,
): Token {
  const start = skipBlank(text, from);
  const token = (name: string, value: string, end: number) => ({ name, value, start, end });
  if (start >= text.length) return token('$end', '', start);
  const quoted = scanQuoted(text, start);
  if (quoted !== undefined) return quoted;
  const word = match(WORD, text, start);
  if (word !== undefined) {
    const lowered = word.replace(/[A-Z]+/g, (capitals) => capitals.toLowerCase());
    // N'…' is a text of a type of its own, which the grammar puts together.
    const isNational = lowered === 'n' && text[start + 1] === "'";
    if (isNational) return token('NCHAR', 'nchar', start + 1);
    const name = keywordName(lowered);
    return token(name ?? 'IDENT', keptName(lowered), start + word.length);
  }
  const number = scanNumber(text, start);
  if (number !== undefined) return number;
  const sign = match(SIGN, text, start);
  if (sign !== undefined) return token(signName(sign), sign, start + sign.length);
  const operator = operatorAt(text, start);
  const other = operator ?? text[start] ?? '';
  const isOne = operator === undefined || /^(?:[-+*/%^<>=]|=>|<=|>=|<>|!=)$/.test(operator);
  return token(isOne ? signName(other) : 'Op', other, start + other.length);
}

/** What is left of an operator without the + and - at its end, which are signs of what follows. */
function withoutSigns(operator: string): string {
  let end = operator.length;
  while (end > 1 && /[-+]/.test(operator[end - 1] ?? '')) end -= 1;
  return operator.slice(0, end);
}

function signName(sign: string): string {
  return NAMED_SIGNS[sign] ?? `'${sign}'`;
}

function skipBlank(text: string, from: number): number {
  let at = from;
  while (true) {
    at += match(BLANK, text, at)?.length ?? 0;
    if (!text.startsWith('/*', at)) return at;
    at = commentEnd(text, at);
  }
}

/** Comments stand in each other. */
function commentEnd(text: string, start: number): number {
  const mark = /\/\*|\*\//g;
  mark.lastIndex = start;
  let depth = 0;
  for (let found = mark.exec(text); found !== null; found = mark.exec(text)) {
    depth += found[0] === '/*' ? 1 : -1;
    if (depth === 0) return mark.lastIndex;
  }
  throw faultNear('unterminated /* comment', text, start, text.length);
}

function scanQuoted(text: string, start: number): Token | undefined {
  const opening = match(QUOTE, text, start);
  if (opening === undefined) {
    const mark = match(DOLLAR, text, start);
    if (mark === undefined) return undefined;
    return { name: 'SCONST', start, ...readDollarText(text, start, mark) };
  }
  const from = start + opening.length - 1;
  const kind = (opening[0] ?? '').toLowerCase();
  if (opening.endsWith('"')) {
    const { value, end } = readName(text, start, from);
    return kind === 'u'
      ? { name: 'UIDENT', value, start, end }
      : { name: 'IDENT', value: keptName(value), start, end };
  }
  const name = kind === 'u' ? 'USCONST' : (QUOTED_NAMES[kind] ?? 'SCONST');
  return { name, start, ...readText(text, start, from, kind === 'e') };
}

function scanNumber(text: string, start: number): Token | undefined {
  const parameter = match(PARAMETER, text, start);
  const whole = match(WHOLE, text, start);
  const written = parameter ?? whole ?? match(NUMBER, text, start);
  if (written === undefined) return undefined;
  const end = start + written.length;
  const junk = match(WORD, text, end);
  if (junk !== undefined) {
    const what = parameter === undefined ? 'numeric literal' : 'parameter';
    throw faultNear(`trailing junk after ${what}`, text, start, end + junk.length);
  }
  if (parameter !== undefined) return { name: 'PARAM', value: written, start, end };
  const digits = written.replaceAll('_', '');
  const isWhole = whole !== undefined || /^\d+$/.test(digits);
  const name = isWhole && Number(digits) <= LARGEST_WHOLE ? 'ICONST' : 'FCONST';
  return { name, value: digits, start, end };
}

/** An operator ends before a comment, and in + or - only with certain signs in it. */
function operatorAt(text: string, start: number): string | undefined {
  const signs = match(OPERATOR, text, start);
  if (signs === undefined) return undefined;
  const comment = signs.search(/\/\*|--/);
  let operator = comment > 0 ? signs.slice(0, comment) : signs;
  if (!/[~!@#^&|`?%]/.test(operator)) operator = withoutSigns(operator);
  if (operator.length > LONGEST_OPERATOR) {
    throw faultNear('operator too long', text, start, start + operator.length);
  }
  return operator;
}
