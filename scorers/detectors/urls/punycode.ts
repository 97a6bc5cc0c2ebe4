const BASE = 36;
const T_MIN = 1;
const T_MAX = 26;
const SKEW = 38;
const DAMP = 700;
const FIRST_BIAS = 72;
const FIRST_CODE = 128;
const LAST_CODE = 0x10ffff;

/**
 * A host as it is written with the letters of its own script.
 *
 * Source: RFC 3492. A label that is no Punycode stays as it is.
 */
export function toUnicode(host: string): string {
  return host
    .split('.')
    .map((label) => (label.startsWith('xn--') ? (decodeLabel(label.slice(4)) ?? label) : label))
    .join('.');
}

function decodeLabel(label: string): string | undefined {
  const cut = label.lastIndexOf('-');
  const letters = cut > 0 ? [...label.slice(0, cut)] : [];
  let code = FIRST_CODE;
  let bias = FIRST_BIAS;
  let at = 0;
  for (let i = cut > 0 ? cut + 1 : 0; i < label.length; ) {
    const before = at;
    let weight = 1;
    for (let k = BASE; ; k += BASE) {
      const digit = digitOf(label.charCodeAt(i));
      i += 1;
      if (digit === undefined) return undefined;
      at += digit * weight;
      const limit = k <= bias ? T_MIN : k >= bias + T_MAX ? T_MAX : k - bias;
      if (digit < limit) break;
      weight *= BASE - limit;
    }
    bias = adapt(at - before, letters.length + 1, before === 0);
    code += Math.floor(at / (letters.length + 1));
    if (code > LAST_CODE) return undefined;
    at %= letters.length + 1;
    letters.splice(at, 0, String.fromCodePoint(code));
    at += 1;
  }
  return letters.join('');
}

function digitOf(unit: number): number | undefined {
  if (unit >= 0x61 && unit <= 0x7a) return unit - 0x61;
  if (unit >= 0x41 && unit <= 0x5a) return unit - 0x41;
  return unit >= 0x30 && unit <= 0x39 ? unit - 0x30 + 26 : undefined;
}

function adapt(delta: number, points: number, isFirst: boolean): number {
  let rest = isFirst ? Math.floor(delta / DAMP) : delta >> 1;
  rest += Math.floor(rest / points);
  let k = 0;
  while (rest > ((BASE - T_MIN) * T_MAX) >> 1) {
    rest = Math.floor(rest / (BASE - T_MIN));
    k += BASE;
  }
  return k + Math.floor(((BASE - T_MIN + 1) * rest) / (rest + SKEW));
}
