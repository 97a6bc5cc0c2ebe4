import { lazyPattern } from '../lazy-pattern.ts';
import { foldCase } from './case-folding.ts';
import { normalForm } from './normal-form.ts';

/** A text as it is compared, and where what is found in it stands in the text itself. */
export interface ComparableText {
  text: string;
  /** Offsets in UTF-16 units of the text itself, from offsets in the compared one. */
  placeOf(start: number, end: number): { start: number; end: number };
}

/**
 * A text as it is compared with others: canonically equivalent texts are the same (NFC), and so are
 * capitals and small letters unless case counts.
 */
export function comparable(text: string, caseSensitive: boolean): string {
  const composed = normalForm(text, 'NFC');
  return caseSensitive ? composed : normalForm(foldCase(composed), 'NFC');
}

/** The same, for those who need to know where in the text something was found. */
export function comparableText(text: string, caseSensitive: boolean): ComparableText {
  let map: Places | undefined;
  return {
    text: comparable(text, caseSensitive),
    placeOf(start, end) {
      if (!NOT_ASCII.test(text)) return { start, end };
      map ??= mapPlaces(text, caseSensitive);
      return { start: map.starts[start] ?? text.length, end: map.ends[end] ?? text.length };
    },
  };
}

const NOT_ASCII = /[^\0-\x7f]/;
// What normalisation never composes across: a character with its marks, a Korean syllable.
const UNIT = lazyPattern(
  String.raw`[\uac00-\ud7a3]?[\u1100-\u11ff]+\p{M}*|\P{M}\p{M}*|\p{M}+`,
  'gsu',
);

interface Places {
  /** For each offset of the compared text the beginning of the unit that stands there. */
  starts: Int32Array;
  /** And the end of the unit that ends there, or goes on there. */
  ends: Int32Array;
}

function mapPlaces(text: string, caseSensitive: boolean): Places {
  const starts: number[] = [];
  const ends: number[] = [0];
  for (const { 0: unit, index } of text.matchAll(UNIT())) {
    const { length } = comparable(unit, caseSensitive);
    for (let i = 0; i < length; i += 1) {
      starts.push(index);
      ends.push(index + unit.length);
    }
  }
  return { starts: Int32Array.from(starts), ends: Int32Array.from(ends) };
}
