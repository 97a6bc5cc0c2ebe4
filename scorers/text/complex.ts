/** A complex number. */
export interface Complex {
  re: number;
  im: number;
}

export function real(re: number): Complex {
  return { re, im: 0 };
}

export const I: Complex = { re: 0, im: 1 };

export function add(a: Complex, b: Complex): Complex {
  return { re: a.re + b.re, im: a.im + b.im };
}

export function times(a: Complex, b: Complex): Complex {
  if (a.im === 0 && b.im === 0) return real(a.re * b.re);
  return { re: a.re * b.re - a.im * b.im, im: a.re * b.im + a.im * b.re };
}

export function negate(a: Complex): Complex {
  return { re: -a.re, im: -a.im };
}

export function divide(a: Complex, b: Complex): Complex {
  if (a.im === 0 && b.im === 0) return real(a.re / b.re);
  const size = b.re ** 2 + b.im ** 2;
  return {
    re: (a.re * b.re + a.im * b.im) / size,
    im: (a.im * b.re - a.re * b.im) / size,
  };
}

export function size(a: Complex): number {
  return a.im === 0 ? Math.abs(a.re) : Math.hypot(a.re, a.im);
}

export function exp(a: Complex): Complex {
  const radius = Math.exp(a.re);
  return a.im === 0 ? real(radius) : { re: radius * Math.cos(a.im), im: radius * Math.sin(a.im) };
}

/** The principal logarithm. */
export function ln(a: Complex): Complex {
  return { re: Math.log(size(a)), im: Math.atan2(a.im, a.re) };
}

/** The principal power; real where base and exponent give a real one. */
export function power(base: Complex, exponent: Complex): Complex {
  const isReal = base.im === 0 && exponent.im === 0;
  if (isReal && (base.re >= 0 || Number.isInteger(exponent.re))) {
    return real(base.re ** exponent.re);
  }
  if (size(base) === 0) return real(0);
  return exp(times(exponent, ln(base)));
}

export function sin(a: Complex): Complex {
  if (a.im === 0) return real(Math.sin(a.re));
  return { re: Math.sin(a.re) * Math.cosh(a.im), im: Math.cos(a.re) * Math.sinh(a.im) };
}

export function cos(a: Complex): Complex {
  if (a.im === 0) return real(Math.cos(a.re));
  return { re: Math.cos(a.re) * Math.cosh(a.im), im: -Math.sin(a.re) * Math.sinh(a.im) };
}
