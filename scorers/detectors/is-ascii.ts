const NOT_ASCII = /[^\0-\x7f]/;

/** Whether a text has nothing but ASCII: what hides among the rest of Unicode need not be looked for. */
export function isAscii(text: string): boolean {
  if (last?.text !== text) last = { text, isAscii: !NOT_ASCII.test(text) };
  return last.isAscii;
}

// Several detectors look at the same text, one after the other.
let last: { text: string; isAscii: boolean } | undefined;
