/**
 * Expressions in LaTeX or as typed, as functions of their variables: numbers, fractions, powers,
 * roots, the usual functions, ± and implied multiplication. Built to be evaluated, not simplified.
 */
import { add, type Complex, divide, I, ln, negate, power, real, times } from './complex.ts';
import { binomial, factorial, MATH_FUNCTIONS } from './math-functions.ts';
import { mathTokens } from './math-tokens.ts';

/** The values of variables, and which of its two signs ± has. */
export interface MathValues {
  of(variable: string): Complex;
  plusMinus: 1 | -1;
}

export type Evaluate = (values: MathValues) => Complex;

export interface MathExpression {
  evaluate: Evaluate;
  variables: ReadonlySet<string>;
  hasPlusMinus: boolean;
  /** Whether a number in it has decimals, which may be rounded. */
  hasDecimals: boolean;
}

const DEEPEST = 100;
const GREEK =
  /^(?:alpha|beta|gamma|delta|(?:var)?epsilon|zeta|eta|(?:var)?theta|iota|kappa|lambda|mu|nu|xi|rho|sigma|tau|upsilon|(?:var)?phi|chi|psi|omega|ell)$/i;
// What no factor begins with.
const NO_FACTOR = new Set([undefined, ')', '}', ']', '+', '-', '±', '∓', '*', '/', '^', '_', '!']);

/** Reads an expression; undefined where it is none. */
export function parseMath(text: string): MathExpression | undefined {
  const tokens = mathTokens(text);
  if (tokens === undefined || tokens.length === 0) return undefined;
  try {
    return readExpression(tokens);
  } catch (cause) {
    if (cause instanceof NoExpression) return undefined;
    throw cause;
  }
}

class NoExpression extends Error {}

function readExpression(tokens: readonly string[]): MathExpression {
  const variables = new Set<string>();
  let hasPlusMinus = false;
  let hasDecimals = false;
  let at = 0;
  let depth = 0;
  let bars = 0;

  const evaluate = sum();
  if (at < tokens.length) throw new NoExpression();
  return { evaluate, variables, hasPlusMinus, hasDecimals };

  function next(): string {
    const token = tokens[at];
    if (token === undefined) throw new NoExpression();
    at += 1;
    return token;
  }

  function takes(token: string): boolean {
    if (tokens[at] !== token) return false;
    at += 1;
    return true;
  }

  function expect(token: string): void {
    if (!takes(token)) throw new NoExpression();
  }

  function nested(read: () => Evaluate, close: string): Evaluate {
    depth += 1;
    if (depth > DEEPEST) throw new NoExpression();
    const outerBars = bars;
    bars = close === '|' ? 1 : 0;
    const inner = read();
    bars = outerBars;
    expect(close);
    depth -= 1;
    return inner;
  }

  function sum(): Evaluate {
    let left = signed();
    for (;;) {
      const sign = tokens[at];
      if (sign !== '+' && sign !== '-' && sign !== '±' && sign !== '∓') return left;
      left = plus(left, signed());
    }
  }

  /** A product with any signs before it. */
  function signed(): Evaluate {
    const signs: string[] = [];
    while (/^[-+±∓]$/.test(tokens[at] ?? '')) signs.push(next());
    if (signs.some((sign) => sign === '±' || sign === '∓')) hasPlusMinus = true;
    const of = product();
    return signs.reduceRight<Evaluate>((inner, sign) => {
      if (sign === '+') return inner;
      if (sign === '-') return (values) => negate(inner(values));
      const way = sign === '±' ? 1 : -1;
      return (values) => times(real(way * values.plusMinus), inner(values));
    }, of);
  }

  function product(): Evaluate {
    let left = mixedNumber() ?? raised();
    for (;;) {
      if (takes('*')) left = multiplied(left, signedFactor());
      else if (takes('/')) left = divided(left, signedFactor());
      else if (beginsFactor()) left = multiplied(left, raised());
      else return left;
    }
  }

  function signedFactor(): Evaluate {
    if (takes('-')) {
      const inner = signedFactor();
      return (values) => negate(inner(values));
    }
    takes('+');
    return raised();
  }

  function beginsFactor(): boolean {
    const token = tokens[at];
    return !NO_FACTOR.has(token) && !(token === '|' && bars > 0);
  }

  /** A whole number before a proper fraction is added to it: 2\frac{1}{3}, 3 1/2. */
  function mixedNumber(): Evaluate | undefined {
    const [whole = '', ...rest] = tokens.slice(at, at + 9);
    if (!/^\d+$/.test(whole)) return undefined;
    const typed = /^ (\d+) \/ (\d+)(?= |$)(?! [\d^!(a-z])/.exec(` ${rest.join(' ')}`);
    const set = /^ frac \{ (\d+) \} \{ (\d+) \}(?! [\^!])/.exec(` ${rest.join(' ')}`);
    const [taken = '', above, below] = typed ?? set ?? [];
    if (taken === '' || Number(above) >= Number(below)) return undefined;
    at += 1 + taken.trim().split(' ').length;
    const value = real(Number(whole) + Number(above) / Number(below));
    return () => value;
  }

  function raised(): Evaluate {
    let base = atom();
    while (takes('!')) {
      const inner = base;
      base = (values) => factorial(inner(values));
    }
    if (!takes('^')) return base;
    return powered(base, exponent());
  }

  function exponent(): Evaluate {
    if (takes('{')) return nested(sum, '}');
    if (takes('-')) {
      const inner = exponent();
      return (values) => negate(inner(values));
    }
    return raised();
  }

  function atom(): Evaluate {
    const token = next();
    if (/^[\d.]/.test(token)) return number(token);
    if (token === '(') return nested(sum, ')');
    if (token === '[') return nested(sum, ']');
    if (token === '{') return nested(sum, '}');
    if (token === '|') return applied('abs', nested(sum, '|'));
    if (token === 'frac') return divided(argument(), argument());
    if (token === 'binom') {
      const [n, k] = [argument(), argument()];
      return (values) => binomial(n(values), k(values));
    }
    if (token === 'sqrt') return root();
    if (MATH_FUNCTIONS[token] !== undefined) return named(token);
    return constant(token) ?? variable(token);
  }

  function number(token: string): Evaluate {
    // 204_5 is a number in base 5: nothing is computed with it.
    if (tokens[at] === '_') return variable(token);
    if (token.includes('.')) hasDecimals = true;
    const value = real(Number(token));
    return () => value;
  }

  /** An argument in braces, or the one digit or letter that LaTeX takes without them. */
  function argument(): Evaluate {
    if (takes('{')) return nested(sum, '}');
    return atom();
  }

  function root(): Evaluate {
    const degree = takes('[') ? nested(sum, ']') : undefined;
    const inner = tokens[at] === '(' ? atom() : argument();
    if (degree === undefined) return applied('sqrt', inner);
    return (values) => power(inner(values), divide(real(1), degree(values)));
  }

  function named(name: string): Evaluate {
    const base = takes('_') ? argument() : undefined;
    const raise = takes('^') ? exponent() : undefined;
    const inner = functionArgument();
    let of = applied(name, inner);
    if (base !== undefined) of = (values) => divide(ln(inner(values)), ln(base(values)));
    return raise === undefined ? of : powered(of, raise);
  }

  /** What stands behind the name: a group, or factors up to the next sign or function. */
  function functionArgument(): Evaluate {
    if (tokens[at] === '(' || tokens[at] === '{' || tokens[at] === '|') return raised();
    let inner = signedFactor();
    while (beginsFactor() && MATH_FUNCTIONS[tokens[at] ?? ''] === undefined && tokens[at] !== '(') {
      inner = multiplied(inner, raised());
    }
    return inner;
  }

  function constant(token: string): Evaluate | undefined {
    const value = { pi: real(Math.PI), e: real(Math.E), i: I, '∞': real(Infinity) }[token];
    return value === undefined || tokens[at] === '_' ? undefined : () => value;
  }

  function variable(token: string): Evaluate {
    if (!/^(?:\p{L}|\d+)$/u.test(token) && !GREEK.test(token)) throw new NoExpression();
    const name = takes('_') ? `${token}_${subscript()}` : token;
    variables.add(name);
    return (values) => values.of(name);
  }

  function subscript(): string {
    if (!takes('{')) return next();
    const from = at;
    while (next() !== '}');
    return tokens.slice(from, at - 1).join('');
  }
}

function applied(name: string, inner: Evaluate): Evaluate {
  const of = MATH_FUNCTIONS[name];
  if (of === undefined) throw new NoExpression();
  return (values) => of(inner(values));
}

function plus(a: Evaluate, b: Evaluate): Evaluate {
  return (values) => add(a(values), b(values));
}

function multiplied(a: Evaluate, b: Evaluate): Evaluate {
  return (values) => times(a(values), b(values));
}

function divided(a: Evaluate, b: Evaluate): Evaluate {
  return (values) => divide(a(values), b(values));
}

function powered(a: Evaluate, b: Evaluate): Evaluate {
  return (values) => power(a(values), b(values));
}
