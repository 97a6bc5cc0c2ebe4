import { replaceOthers } from '../../text/letters.ts';

/** The letters and digits of a text, small and without marks, each with where it stands. */
export interface LetterStream {
  letters: string;
  /** For each letter of the stream where its sign begins in the text. */
  starts: Int32Array;
}

export function letterStream(text: string): LetterStream {
  let letters = '';
  const starts = new Int32Array(text.length * 2);
  let at = 0;
  for (const sign of text) {
    const folded = foldSign(sign);
    for (const letter of folded) {
      if (letters.length >= starts.length) break;
      starts[letters.length] = at;
      letters += letter;
    }
    at += sign.length;
  }
  return { letters, starts: starts.subarray(0, letters.length) };
}

function foldSign(sign: string): string {
  const code = sign.charCodeAt(0);
  if (code < 128) {
    const isSmallOrDigit = (code >= 97 && code <= 122) || (code >= 48 && code <= 57);
    if (isSmallOrDigit) return sign;
    return code >= 65 && code <= 90 ? sign.toLowerCase() : '';
  }
  return replaceOthers(sign.normalize('NFKD').toLowerCase(), '');
}

const LATIN = 'abcdefghijklmnopqrstuvwxyz';

/** Each Latin letter 13 places on. */
export function rot13(letters: string): string {
  let moved = '';
  for (let i = 0; i < letters.length; i += 1) {
    const at = letters.charCodeAt(i) - 97;
    moved += at >= 0 && at < 26 ? LATIN[(at + 13) % 26] : letters[i];
  }
  return moved;
}
