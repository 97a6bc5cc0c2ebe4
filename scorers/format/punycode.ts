const BASE = 36;
const LOWEST = 1;
const HIGHEST = 26;
const SKEW = 38;
const DAMP = 700;
const FIRST_BIAS = 72;
const FIRST_CODE = 0x80;
const LAST_CODE = 0x10ffff;

/**
 * The text that Punycode stands for, without its prefix `xn--`; undefined where it is none.
 *
 * Source: RFC 3492, section 6.2.
 */
export function decodePunycode(code: string): string | undefined {
  const basicEnd = Math.max(0, code.lastIndexOf('-'));
  const output = Array.from(code.slice(0, basicEnd), (character) => character.charCodeAt(0));
  let at = basicEnd > 0 ? basicEnd + 1 : 0;
  let point = FIRST_CODE;
  let place = 0;
  let bias = FIRST_BIAS;
  while (at < code.length) {
    const before = place;
    let weight = 1;
    for (let k = BASE; ; k += BASE) {
      const digit = digitOf(code.charAt(at));
      at += 1;
      if (digit === undefined) return undefined;
      place += digit * weight;
      const threshold = Math.min(HIGHEST, Math.max(LOWEST, k - bias));
      if (digit < threshold) break;
      weight *= BASE - threshold;
      if (place > LAST_CODE * (output.length + 1)) return undefined;
    }
    const length = output.length + 1;
    bias = adapt(place - before, length, before === 0);
    point += Math.floor(place / length);
    if (point > LAST_CODE) return undefined;
    place %= length;
    output.splice(place, 0, point);
    place += 1;
  }
  return String.fromCodePoint(...output);
}

/** a to z are 0 to 25, 0 to 9 are 26 to 35. */
function digitOf(character: string): number | undefined {
  if (/^[a-z]$/i.test(character)) return character.toLowerCase().charCodeAt(0) - 0x61;
  return /^\d$/.test(character) ? Number(character) + 26 : undefined;
}

function adapt(difference: number, length: number, isFirst: boolean): number {
  let delta = Math.floor(difference / (isFirst ? DAMP : 2));
  delta += Math.floor(delta / length);
  let k = 0;
  for (; delta > ((BASE - LOWEST) * HIGHEST) / 2; k += BASE)
    delta = Math.floor(delta / (BASE - LOWEST));
  return k + Math.floor(((BASE - LOWEST + 1) * delta) / (delta + SKEW));
}
