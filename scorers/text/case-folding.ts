/**
 * A text without regard to case: Unicode's full case folding, in which STRASSE is straße and ΝΕΟΣ is
 * νεος. Unlike lower case it does not depend on where in a word a letter stands.
 *
 * Source: Unicode Standard, section 5.18, and CaseFolding.txt, C and F.
 */
export function foldCase(text: string): string {
  const small = text.toLowerCase();
  return NOT_ASCII.test(small) ? small.replace(EACH_NOT_ASCII, fold) : small;
}

const NOT_ASCII = /[^\0-\x7f]/;
const EACH_NOT_ASCII = /[^\0-\x7f]/gu;

const folded = new Map<string, string>();

/** Folds one small letter: those that share a capital fold to the same. */
function fold(letter: string): string {
  // Only Turkic languages have the dotless i as the small letter of I.
  if (letter === 'ı') return letter;
  const known = folded.get(letter);
  if (known !== undefined) return known;
  const found = Array.from(letter.toUpperCase(), (capital) => capital.toLowerCase()).join('');
  folded.set(letter, found);
  return found;
}
