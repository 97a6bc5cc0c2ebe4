import { type Complex, cos, divide, exp, ln, power, real, sin, size } from './complex.ts';

const ONE = real(1);
const HALF = real(0.5);

/** The functions that an expression may name. Those of real numbers only give NaN for others. */
export const MATH_FUNCTIONS: Readonly<Record<string, (x: Complex) => Complex>> = {
  sqrt: (x) => power(x, HALF),
  exp,
  ln,
  log: ln,
  lg: (x) => divide(ln(x), real(Math.LN10)),
  abs: (x) => real(size(x)),
  sin,
  cos,
  tan: (x) => divide(sin(x), cos(x)),
  cot: (x) => divide(cos(x), sin(x)),
  sec: (x) => divide(ONE, cos(x)),
  csc: (x) => divide(ONE, sin(x)),
  arcsin: ofReal(Math.asin),
  arccos: ofReal(Math.acos),
  arctan: ofReal(Math.atan),
  sinh: ofReal(Math.sinh),
  cosh: ofReal(Math.cosh),
  tanh: ofReal(Math.tanh),
};

function ofReal(of: (x: number) => number): (x: Complex) => Complex {
  return ({ re, im }) => real(im === 0 ? of(re) : Number.NaN);
}

export function factorial(x: Complex): Complex {
  if (x.im !== 0 || !Number.isInteger(x.re) || x.re < 0 || x.re > 170) return real(Number.NaN);
  let product = 1;
  for (let i = 2; i <= x.re; i += 1) product *= i;
  return real(product);
}

export function binomial(n: Complex, k: Complex): Complex {
  const below = { re: n.re - k.re, im: n.im - k.im };
  const divisor = real(factorial(k).re * factorial(below).re);
  return divide(factorial(n), divisor);
}
