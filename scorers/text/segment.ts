/**
 * Text cut into what people call words, sentences and characters, in any script: Chinese, Japanese
 * and Thai, which write no spaces, are cut by dictionary.
 *
 * Source: Unicode Standard Annex 29, through Intl.Segmenter and its ICU dictionaries.
 */
import type { Work } from '../work.ts';

type Granularity = 'word' | 'sentence' | 'grapheme';

const segmenters = new Map<Granularity, Intl.Segmenter>();

// Segmenters are costly to make and hold no state. The root locale keeps results the same everywhere.
function segmenterOf(granularity: Granularity): Intl.Segmenter {
  const known = segmenters.get(granularity);
  if (known) return known;
  const made = new Intl.Segmenter('und', { granularity });
  segmenters.set(granularity, made);
  return made;
}

// Time grows with the square of the length that a segmenter is given, hence pieces of this length.
const PIECE = 2_048;
// What a cut in mid-text can change lies in the last few segments before it: these are read again.
const UNSETTLED = 4;

// The dictionaries of Chinese and Thai, and pieces that are all boundaries, take longest.
const STEPS_PER_CHARACTER = 200;

/** Charges for cutting texts into words, sentences or characters. */
export function spendOnSegments(work: Work, texts: readonly string[], doing: string): void {
  const characters = texts.reduce((sum, { length }) => sum + length, 0);
  work.spend(characters * STEPS_PER_CHARACTER, doing);
}

/** The words of a text, punctuation and spaces omitted. */
export function words(text: string): string[] {
  const found: string[] = [];
  for (const { segment, isWordLike } of segments('word', text)) {
    if (isWordLike) found.push(segment);
  }
  return found;
}

/** All of a text in pieces: words, and what stands between them one sign at a time. */
export function wordSegments(text: string): Generator<Intl.SegmentData> {
  return segments('word', text);
}

/** Where words, and what stands between them, begin: offsets in UTF-16 units, the end included. */
export function wordBoundaries(text: string): Set<number> {
  const found = new Set([0]);
  let end = 0;
  for (const { segment } of segments('word', text)) {
    end += segment.length;
    found.add(end);
  }
  return found;
}

/** The sentences of a text, trimmed, empty ones omitted. */
export function sentences(text: string): string[] {
  const found: string[] = [];
  for (const { segment } of segments('sentence', text)) {
    const sentence = segment.trim();
    if (sentence !== '') found.push(sentence);
  }
  return found;
}

/** The characters of a text as a reader counts them: 👩‍👧 is one. */
export function graphemes(text: string): string[] {
  return Array.from(segments('grapheme', text), ({ segment }) => segment);
}

function* segments(granularity: Granularity, text: string): Generator<Intl.SegmentData> {
  const segmenter = segmenterOf(granularity);
  let start = 0;
  let length = PIECE;
  while (start + length < text.length) {
    const found = [...segmenter.segment(text.slice(start, start + length))];
    const settled = found.slice(0, -UNSETTLED);
    // One segment can be longer than a piece: a longer piece shows its end.
    length = settled.length === 0 ? length * 2 : PIECE;
    for (const segment of settled) {
      yield segment;
      start += segment.segment.length;
    }
  }
  yield* segmenter.segment(text.slice(start));
}
