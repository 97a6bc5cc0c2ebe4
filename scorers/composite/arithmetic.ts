import { lazyPattern } from '../lazy-pattern.ts';

/**
 * Arithmetic over named numbers, read by recursive descent.
 *
 *     sum     = product (("+" | "-") product)*
 *     product = factor (("*" | "/") factor)*
 *     factor  = ("-" | "+") factor | primary ("^" factor)?
 *     primary = number | name | function "(" sum ("," sum)* ")" | "(" sum ")"
 *
 * `^` binds tighter than a sign and to the right: -2^2 is -4 and 2^3^2 is 512. A name that is not an
 * identifier stands in backquotes or quotes: `exact-match`, "exact-match".
 */

/** An expression, ready to be computed. */
export interface Expression {
  /** The names in it, each once, in the order of their first place. */
  names: readonly string[];
  /** The number that it comes to; NaN or infinite where it is undefined. */
  compute(lookUp: (name: string) => number): number;
}

/** An expression that cannot be read, with the place of the fault. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
}

const LONGEST = 1_000;
const DEEPEST = 32;

type Compute = Expression['compute'];

interface Operation {
  least: number;
  most: number;
  apply(...values: number[]): number;
}

const FUNCTIONS = new Map<string, Operation>([
  ['min', { least: 1, most: Number.POSITIVE_INFINITY, apply: Math.min }],
  ['max', { least: 1, most: Number.POSITIVE_INFINITY, apply: Math.max }],
  ['abs', { least: 1, most: 1, apply: Math.abs }],
  ['floor', { least: 1, most: 1, apply: Math.floor }],
  ['ceil', { least: 1, most: 1, apply: Math.ceil }],
  ['exp', { least: 1, most: 1, apply: Math.exp }],
  ['sqrt', { least: 1, most: 1, apply: Math.sqrt }],
  ['log', { least: 1, most: 1, apply: Math.log }],
]);

// One alternative matches at each place, so that reading takes linear time.
const TOKEN = lazyPattern(
  String.raw`\s*(?:(?<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)|(?<name>[\p{L}_][\p{L}\p{N}_]*)|\x60(?<backquoted>[^\x60]*)\x60|"(?<quoted>[^"]*)"|'(?<single>[^']*)'|(?<sign>[-+*/^(),]))`,
  'uy',
);

interface Token {
  kind: 'number' | 'name' | 'quoted' | 'sign' | 'end';
  text: string;
  /** Place in the expression, counted from 0. */
  at: number;
}

/**
 * Reads an expression.
 *
 * @param text at most 1,000 characters, nested at most 32 levels deep
 * @throws ExpressionError with the place of the first fault, counted from 1
 */
export function parseExpression(text: string): Expression {
  if (text.length > LONGEST) throw new ExpressionError(`is longer than ${LONGEST} characters`);
  const tokens = readTokens(text);
  const names = new Set<string>();
  let next = 0;

  const end: Token = { kind: 'end', text: '', at: text.length };
  const peek = (): Token => tokens[next] ?? end;
  const take = (): Token => {
    const token = peek();
    next += 1;
    return token;
  };
  const isSign = (...signs: string[]) => peek().kind === 'sign' && signs.includes(peek().text);

  function sum(depth: number): Compute {
    let left = product(depth);
    while (isSign('+', '-')) {
      const [operand, minus, right] = [left, take().text === '-', product(depth)];
      left = (v) => (minus ? operand(v) - right(v) : operand(v) + right(v));
    }
    return left;
  }

  function product(depth: number): Compute {
    let left = factor(depth);
    while (isSign('*', '/')) {
      const [operand, over, right] = [left, take().text === '/', factor(depth)];
      left = (v) => (over ? operand(v) / right(v) : operand(v) * right(v));
    }
    return left;
  }

  function factor(depth: number): Compute {
    if (depth > DEEPEST) throw fault(`is nested more than ${DEEPEST} levels deep`, peek());
    if (isSign('-', '+')) {
      const minus = take().text === '-';
      const operand = factor(depth + 1);
      return (v) => (minus ? -operand(v) : operand(v));
    }
    const base = primary(depth);
    if (!isSign('^')) return base;
    take();
    const exponent = factor(depth + 1);
    return (v) => base(v) ** exponent(v);
  }

  function primary(depth: number): Compute {
    const token = take();
    if (token.kind === 'number') return numeral(token);
    if (token.kind === 'name' && isSign('(')) return call(token, depth);
    if (token.kind === 'name' || token.kind === 'quoted') {
      names.add(token.text);
      return (v) => v(token.text);
    }
    if (token.kind === 'sign' && token.text === '(') {
      const inner = sum(depth + 1);
      expect(')');
      return inner;
    }
    throw fault('needs a number, a name or a parenthesis', token);
  }

  function call(token: Token, depth: number): Compute {
    const operation = FUNCTIONS.get(token.text);
    if (!operation) {
      const known = [...FUNCTIONS.keys()].join(', ');
      throw fault(`has no function "${token.text}" (there are ${known})`, token);
    }
    expect('(');
    const operands = [sum(depth + 1)];
    while (isSign(',')) {
      take();
      operands.push(sum(depth + 1));
    }
    expect(')');
    const { least, most, apply } = operation;
    if (operands.length < least || operands.length > most) {
      throw fault(
        `gives ${operands.length} values to "${token.text}", which takes ${least}`,
        token,
      );
    }
    return (v) => apply(...operands.map((operand) => operand(v)));
  }

  function expect(sign: string): void {
    const token = take();
    if (token.kind !== 'sign' || token.text !== sign) throw fault(`needs "${sign}"`, token);
  }

  const compute = sum(1);
  if (peek().kind !== 'end') throw fault('needs an operator', peek());
  return { names: [...names], compute };
}

function numeral(token: Token): Compute {
  const value = Number(token.text);
  if (!Number.isFinite(value)) throw fault('has a number out of range', token);
  return () => value;
}

function readTokens(text: string): Token[] {
  const tokens: Token[] = [];
  const pattern = new RegExp(TOKEN());
  const length = text.trimEnd().length;
  while (pattern.lastIndex < length) {
    const from = pattern.lastIndex;
    const groups = pattern.exec(text)?.groups;
    if (!groups) {
      const at = from + (text.slice(from).length - text.slice(from).trimStart().length);
      throw fault('has an unexpected character', { text: text[at] ?? '', at });
    }
    tokens.push(toToken(groups, pattern.lastIndex));
  }
  return tokens;
}

function toToken(groups: Record<string, string | undefined>, end: number): Token {
  const { number, name, sign, backquoted, quoted, single } = groups;
  if (number !== undefined) return { kind: 'number', text: number, at: end - number.length };
  if (name !== undefined) return { kind: 'name', text: name, at: end - name.length };
  if (sign !== undefined) return { kind: 'sign', text: sign, at: end - sign.length };
  const inQuotes = backquoted ?? quoted ?? single ?? '';
  return { kind: 'quoted', text: inQuotes, at: end - inQuotes.length - 2 };
}

function fault(what: string, { text, at }: Pick<Token, 'text' | 'at'>): ExpressionError {
  const where = text === '' ? 'at its end' : `at character ${at + 1}, "${text}"`;
  return new ExpressionError(`${what}, ${where}`);
}
