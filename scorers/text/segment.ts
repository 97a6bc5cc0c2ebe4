/**
 * Text cut into what people call words, sentences and characters, in any script: Chinese, Japanese
 * and Thai, which write no spaces, are cut by dictionary.
 *
 * Source: Unicode Standard Annex 29, through Intl.Segmenter and its ICU dictionaries.
 */

// Segmenters are costly to make and hold no state. The root locale keeps results the same everywhere.
const wordSegmenter = new Intl.Segmenter('und', { granularity: 'word' });
const sentenceSegmenter = new Intl.Segmenter('und', { granularity: 'sentence' });
const graphemeSegmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** The words of a text, punctuation and spaces left out. */
export function words(text: string): string[] {
  const found: string[] = [];
  for (const { segment, isWordLike } of wordSegmenter.segment(text)) {
    if (isWordLike) found.push(segment);
  }
  return found;
}

/** The sentences of a text, trimmed, empty ones left out. */
export function sentences(text: string): string[] {
  const found: string[] = [];
  for (const { segment } of sentenceSegmenter.segment(text)) {
    const sentence = segment.trim();
    if (sentence !== '') found.push(sentence);
  }
  return found;
}

/** The characters of a text as a reader counts them: 👩‍👧 is one. */
export function graphemes(text: string): string[] {
  return Array.from(graphemeSegmenter.segment(text), ({ segment }) => segment);
}
