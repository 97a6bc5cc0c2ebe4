import { lazyPattern } from '../../lazy-pattern.ts';
import { foldCase } from '../../text/case-folding.ts';

/** A text as terms are compared with it, and where each of its units is from. */
export interface Folded {
  text: string;
  /** For each unit of the folded text where its sign begins in the text as sent. */
  starts: Int32Array;
  /** And where that sign ends. */
  ends: Int32Array;
}

export interface Folding {
  ignoreAccents: boolean;
  leetspeak: boolean;
}

const PLAIN = /^[\0-\x7f]*$/;
const MARKS = lazyPattern(String.raw`\p{M}`, 'gu');
const INVISIBLE = lazyPattern(
  String.raw`^(?:\p{Default_Ignorable_Code_Point}|\p{Variation_Selector})$`,
  'u',
);
const KEEPS_MARKS = lazyPattern(
  String.raw`[\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Tamil}\p{Script=Thai}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]`,
  'u',
);

const LEET: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '@': 'a',
  $: 's',
  '!': 'i',
  '|': 'l',
  '+': 't',
  '€': 'e',
};

/**
 * A text without regard to case, width and compatibility forms (NFKD and full case folding), invisible
 * signs, runs of spaces, and, where asked, accents and digits that stand for letters.
 */
export function fold(text: string, folding: Folding): Folded {
  const units: string[] = [];
  const starts = new Int32Array(text.length * 4 + 4);
  const ends = new Int32Array(text.length * 4 + 4);
  let length = 0;
  let at = 0;
  for (const sign of text) {
    const end = at + sign.length;
    const folded = foldSign(sign, folding, units.at(-1));
    for (let i = 0; i < folded.length && length < starts.length; i += 1) {
      starts[length] = at;
      ends[length] = end;
      length += 1;
    }
    if (folded !== '') units.push(folded);
    // A mark or an invisible sign belongs to what stands before it.
    else if (length > 0) ends[length - 1] = end;
    at = end;
  }
  return {
    text: units.join(''),
    starts: starts.subarray(0, length),
    ends: ends.subarray(0, length),
  };
}

function foldSign(
  sign: string,
  { ignoreAccents, leetspeak }: Folding,
  before: string | undefined,
): string {
  if (/^\s$/.test(sign)) return before === ' ' ? '' : ' ';
  const leet = leetspeak ? LEET[sign] : undefined;
  if (leet) return leet;
  if (PLAIN.test(sign)) return sign.toLowerCase();
  if (INVISIBLE().test(sign)) return '';
  const apart = sign.normalize('NFKD');
  const bare =
    ignoreAccents && !KEEPS_MARKS().test(sign)
      ? apart.replace(MARKS(), '')
      : apart.normalize('NFKC');
  return foldCase(bare);
}
