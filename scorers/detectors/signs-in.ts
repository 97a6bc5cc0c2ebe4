/** Which signs a text has: one look at it rules out most of what the detectors' patterns look for. */
export interface Signs {
  /** Whether it has nothing but ASCII: what hides among the rest of Unicode need not be looked for. */
  isAscii: boolean;
  /** Whether it has nothing but what ASCII shows, tabs and line breaks. */
  isPlain: boolean;
  hasDigit: boolean;
  /** Of A to Z. */
  hasCapital: boolean;
  /** Whether it has any of some signs, each of ASCII. */
  hasAny(signs: string): boolean;
}

/** The signs of a text. */
export function signsIn(text: string): Signs {
  if (last?.text !== text) last = { text, signs: readSigns(text) };
  return last.signs;
}

/** Whether a text has nothing but ASCII. */
export function isAscii(text: string): boolean {
  return signsIn(text).isAscii;
}

// Several detectors look at the same text, one after the other.
let last: { text: string; signs: Signs } | undefined;

function readSigns(text: string): Signs {
  const seen = new Uint8Array(ASCII);
  let isAscii = true;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code < ASCII) seen[code] = 1;
    else isAscii = false;
  }
  const hasBetween = (first: number, end: number) => seen.subarray(first, end).includes(1);
  const hasControls =
    hasBetween(0, TAB) ||
    hasBetween(LINE_FEED + 1, CARRIAGE_RETURN) ||
    hasBetween(CARRIAGE_RETURN + 1, SPACE) ||
    seen[DELETE] === 1;
  return {
    isAscii,
    isPlain: isAscii && !hasControls,
    hasDigit: hasBetween(0x30, 0x3a),
    hasCapital: hasBetween(0x41, 0x5b),
    hasAny(signs) {
      for (let i = 0; i < signs.length; i += 1) if (seen[signs.charCodeAt(i)] === 1) return true;
      return false;
    },
  };
}

const ASCII = 0x80;
const TAB = 0x09;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const DELETE = 0x7f;
