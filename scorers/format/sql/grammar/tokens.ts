import { lazyPattern } from '../../../lazy-pattern.ts';
import { LEXIS, type Lexis, type OtherDialect } from './dialect.ts';

export interface Token {
  /** `name` is in quotes, `word` is not; `variable` begins with `@`, `$`, `:`, `#` or is `?`. */
  type: 'word' | 'name' | 'text' | 'number' | 'variable' | 'sign' | 'end';
  /** Of a name what stands between its quotes; of a word its capitals. */
  value: string;
  /** As it is written. */
  written: string;
  start: number;
}

/** What the text breaks at. */
export class SqlFault extends Error {
  override readonly name = 'SqlFault';
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

const SPACE = /\s+/y;
const WORD = lazyPattern(String.raw`[\p{L}_][\p{L}\p{N}_$]*`, 'uy');
/** SQL Server has more letters in its names. */
const WORD_OF_SERVER = lazyPattern(String.raw`[\p{L}_][\p{L}\p{N}_$#@]*`, 'uy');
const NUMBER = /0x[0-9a-f]+|(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?/iy;
const VARIABLE = lazyPattern(
  String.raw`@@?[\p{L}_$][\p{L}\p{N}_$]*|##?[\p{L}_][\p{L}\p{N}_$]*|\$\w+|\?\d*|:[\p{L}_\d]\w*`,
  'uy',
);
const SIGN =
  /<=>|->>|\|\||&&|->|<<|>>|<=|>=|<>|!=|!<|!>|:=|::|=>|==|[-+*/%&|^]=|[-+*/%&|^~<>=!(),.;:[\]{}@]/y;
const VERSIONED_COMMENT = /\/\*!\d*/y;

/** The tokens of SQL, the last of them `end`. @throws SqlFault where a quotation or comment is open */
export function tokensOf(text: string, dialect: OtherDialect): Token[] {
  const lexis = LEXIS[dialect];
  const tokens: Token[] = [];
  let at = 0;
  const push = (type: Token['type'], end: number, value: string) => {
    tokens.push({ type, value, written: text.slice(at, end), start: at });
    at = end;
  };
  while (at < text.length) {
    const after = skipBlank(text, at, dialect, lexis);
    if (after > at) {
      at = after;
      continue;
    }
    const quoted = readQuoted(text, at, lexis, dialect);
    if (quoted !== undefined) {
      push(quoted.type, quoted.end, quoted.value);
      continue;
    }
    const variable =
      dialect === 'mysql' && text[at] === '#' ? undefined : match(VARIABLE(), text, at);
    // `a:b` is a path in Snowflake.
    const isPath = text[at] === ':' && dialect === 'snowflake';
    const word = match(dialect === 'tsql' ? WORD_OF_SERVER() : WORD(), text, at);
    const number = match(NUMBER, text, at);
    const sign = match(dialect === 'bigquery' && text[at] === '>' ? /[>]=?/y : SIGN, text, at);
    if (variable !== undefined && !isPath) push('variable', at + variable.length, variable);
    else if (word !== undefined) push('word', at + word.length, word.toUpperCase());
    else if (number !== undefined) push('number', at + number.length, number);
    else if (sign !== undefined) push('sign', at + sign.length, sign);
    else throw new SqlFault('unexpected character', at);
  }
  tokens.push({ type: 'end', value: '', written: '', start: text.length });
  return tokens;
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** Where the space or comment at a place ends; the place itself where there is none. */
function skipBlank(text: string, at: number, dialect: OtherDialect, lexis: Lexis): number {
  const space = match(SPACE, text, at);
  if (space !== undefined) return at + space.length;
  if (lexis.lineComments.some((mark) => text.startsWith(mark, at))) {
    const end = text.indexOf('\n', at);
    return end === -1 ? text.length : end;
  }
  if (dialect === 'mysql') {
    // MySQL runs what stands in such a comment.
    const versioned = match(VERSIONED_COMMENT, text, at);
    if (versioned !== undefined) return at + versioned.length;
    if (text.startsWith('*/', at)) return at + 2;
  }
  if (!text.startsWith('/*', at)) return at;
  const end = text.indexOf('*/', at + 2);
  if (end === -1) throw new SqlFault('a comment is not closed', at);
  return end + 2;
}

interface Quoted {
  type: 'name' | 'text';
  end: number;
  value: string;
}

function readQuoted(
  text: string,
  at: number,
  lexis: Lexis,
  dialect: OtherDialect,
): Quoted | undefined {
  const first = text[at] ?? '';
  if (first === '`' && lexis.hasBacktickedNames) return quotedBy('`', 'name', text, at, false);
  if (first === '[' && lexis.hasBracketedNames) return quotedBy(']', 'name', text, at, false);
  if (first === '$' && dialect === 'snowflake' && text[at + 1] === '$') {
    const end = text.indexOf('$$', at + 2);
    if (end === -1) throw new SqlFault('a text is not closed', at);
    return { type: 'text', end: end + 2, value: text.slice(at + 2, end) };
  }
  const prefix = match(WORD(), text, at) ?? '';
  const from = at + prefix.length;
  const mark = text[from];
  if (mark !== "'" && mark !== '"') return undefined;
  if (prefix !== '' && !lexis.prefixes.test(prefix)) return undefined;
  if (mark === '"' && !lexis.hasDoubleQuotedText) {
    return prefix === '' ? quotedBy('"', 'name', text, at, false) : undefined;
  }
  const triple = mark.repeat(3);
  if (dialect === 'bigquery' && text.startsWith(triple, from)) {
    const end = text.indexOf(triple, from + 3);
    if (end === -1) throw new SqlFault('a text is not closed', at);
    return { type: 'text', end: end + 3, value: text.slice(from + 3, end) };
  }
  return quotedBy(mark, 'text', text, from, lexis.hasEscapes);
}

/** What stands between two marks; the mark twice stands for itself. */
function quotedBy(
  mark: string,
  type: Quoted['type'],
  text: string,
  from: number,
  hasEscapes: boolean,
): Quoted {
  let value = '';
  for (let at = from + 1; at < text.length; at += 1) {
    const letter = text[at];
    if (letter === '\\' && hasEscapes) {
      at += 1;
      value += text[at] ?? '';
    } else if (letter !== mark) {
      value += letter;
    } else if (text[at + 1] === mark) {
      at += 1;
      value += mark;
    } else {
      return { type, end: at + 1, value };
    }
  }
  throw new SqlFault('a quotation is not closed', from);
}
