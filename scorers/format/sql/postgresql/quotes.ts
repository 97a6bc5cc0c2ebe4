/** Texts and names in quotes, as PostgreSQL reads them. Source: PostgreSQL 17, scan.l and parser.c. */
import { faultNear, PostgresFault } from './fault.ts';

export interface Quoted {
  value: string;
  end: number;
}

/** What goes on a text on a later line: a line break, with space and comments around it. */
const CONTINUED = /[ \t\f\v]*(?:--[^\n\r]*)?[\n\r](?:[ \t\n\r\f\v]|--[^\n\r]*[\n\r])*'/y;

/** A text from its first quotation mark on. */
export function readText(text: string, start: number, from: number, hasEscapes: boolean): Quoted {
  let value = '';
  let at = from + 1;
  while (true) {
    const end = textEnd(text, at, hasEscapes);
    if (end === -1) throw faultNear('unterminated quoted string', text, start, text.length);
    const part = text.slice(at, end);
    value += hasEscapes ? unescaped(part, at) : part.replaceAll("''", "'");
    if (hasEscapes && !value.isWellFormed()) {
      throw new PostgresFault('invalid Unicode surrogate pair', start);
    }
    CONTINUED.lastIndex = end + 1;
    if (!CONTINUED.test(text)) return { value, end: end + 1 };
    at = CONTINUED.lastIndex;
  }
}

function textEnd(text: string, from: number, hasEscapes: boolean): number {
  for (let at = from; at < text.length; at += 1) {
    if (hasEscapes && text[at] === '\\') at += 1;
    else if (text[at] === "'" && text[at + 1] === "'") at += 1;
    else if (text[at] === "'") return at;
  }
  return -1;
}

const ESCAPE =
  /''|\\(?:([0-7]{1,3})|x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([\s\S]))/g;
const NAMED: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

function unescaped(part: string, start: number): string {
  return part.replace(ESCAPE, (all, octal, hex, short, long, other, at: number) => {
    if (all === "''") return "'";
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    if (other === 'u' || other === 'U')
      throw new PostgresFault('invalid Unicode escape', start + at);
    if (other !== undefined) return NAMED[other] ?? other;
    return codePoint(short ?? long, start + at);
  });
}

function codePoint(digits: string, at: number): string {
  const code = Number.parseInt(digits, 16);
  if (code === 0 || code > 0x10ffff) throw new PostgresFault('invalid Unicode escape value', at);
  return String.fromCodePoint(code);
}

/** A name from its first quotation mark on. */
export function readName(text: string, start: number, from: number): Quoted {
  let end = from + 1;
  while (text[end] !== '"' || text[end + 1] === '"') {
    if (end >= text.length) {
      throw faultNear('unterminated quoted identifier', text, start, text.length);
    }
    end += text[end] === '"' ? 2 : 1;
  }
  if (end === from + 1) throw faultNear('zero-length delimited identifier', text, start, end + 1);
  return { value: text.slice(from + 1, end).replaceAll('""', '"'), end: end + 1 };
}

/** A text between the same marks, such as `$$` or `$body$`. */
export function readDollarText(text: string, start: number, mark: string): Quoted {
  const from = start + mark.length;
  const end = text.indexOf(mark, from);
  if (end === -1) throw faultNear('unterminated dollar-quoted string', text, start, text.length);
  return { value: text.slice(from, end), end: end + mark.length };
}

/** What a text or name with `U&` stands for, by the sign that escapes. */
export function decodeUnicode(value: string, sign: string, start: number): string {
  let decoded = '';
  for (let at = 0; at < value.length; at += 1) {
    if (value[at] !== sign) {
      decoded += value[at];
      continue;
    }
    const rest = value.slice(at + 1, at + 8);
    const digits = /^[0-9a-fA-F]{4}/.exec(rest)?.[0] ?? /^\+[0-9a-fA-F]{6}/.exec(rest)?.[0];
    if (rest[0] === sign) decoded += sign;
    else if (digits !== undefined) decoded += codePoint(digits.replace('+', ''), start);
    else throw new PostgresFault('invalid Unicode escape', start);
    at += rest[0] === sign ? 1 : (digits?.length ?? 0);
  }
  if (!decoded.isWellFormed()) throw new PostgresFault('invalid Unicode surrogate pair', start);
  return decoded;
}

const LONGEST_NAME = 63;

/** A name as PostgreSQL keeps it: cut to 63 bytes, between characters. */
export function keptName(name: string): string {
  if (name.length * 3 <= LONGEST_NAME) return name;
  let bytes = 0;
  let kept = '';
  for (const letter of name) {
    bytes += new TextEncoder().encode(letter).length;
    if (bytes > LONGEST_NAME) return kept;
    kept += letter;
  }
  return kept;
}
