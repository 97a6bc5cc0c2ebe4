/**
 * The probability that a variable with a beta distribution is at most `x`: the regularized
 * incomplete beta function.
 *
 * Source: Abramowitz & Stegun 26.5.8 (the continued fraction); Lentz 1976 and Thompson & Barnett 1986
 * for its evaluation.
 * @param a above 0
 * @param b above 0
 */
export function betaCdf(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const logFront =
    logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x);
  return x < (a + 1) / (a + b + 2)
    ? Math.exp(logFront - Math.log(a)) * continuedFraction(x, a, b)
    : 1 - Math.exp(logFront - Math.log(b)) * continuedFraction(1 - x, b, a);
}

const TINY = 1e-300;
const PRECISION = 1e-15;

function continuedFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / awayFromZero(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  // Converges within about √max(a, b) steps.
  const mostSteps = 200 + 10 * Math.sqrt(Math.max(a, b));
  for (let m = 1; m <= mostSteps; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / awayFromZero(1 + even * d);
    c = awayFromZero(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / awayFromZero(1 + odd * d);
    c = awayFromZero(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < PRECISION) break;
  }
  return fraction;
}

function awayFromZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}

/**
 * The value that a variable with a beta distribution does not exceed with a probability.
 *
 * @param probability from 0 to 1
 * @param a above 0
 * @param b above 0
 */
export function betaQuantile(probability: number, a: number, b: number): number {
  let low = 0;
  let high = 1;
  while (high - low > PRECISION * high) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) break;
    if (betaCdf(middle, a, b) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

const LANCZOS = [
  0.9999999999998099, 676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406,
  12.507343278686905, -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
];

/**
 * The logarithm of the gamma function.
 *
 * Source: Lanczos 1964, with g = 7 and the coefficients of P. Godfrey.
 * @param x above 0
 */
export function logGamma(x: number): number {
  if (x < 0.5) return logGamma(x + 1) - Math.log(x);
  const below = x - 1;
  const sum = LANCZOS.reduce((total, coefficient, i) => {
    return i === 0 ? coefficient : total + coefficient / (below + i);
  }, 0);
  const t = below + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (below + 0.5) * Math.log(t) - t + Math.log(sum);
}

/** The logarithm of the beta function, of numbers above 0. */
export function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}
