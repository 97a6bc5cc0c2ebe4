import { ENDS_SENTENCE, type TextWords } from './words.ts';

/** Some words of a text: the first, and the one after the last. */
export interface Piece {
  from: number;
  to: number;
}

// A line or a sentence without an end is cut here.
const LONGEST_SENTENCE = 60;

/** The sentences and lines of a text, by its words: cheap, and near enough to point at one. */
export function sentencesOf({ text, count, starts, ends, marks }: TextWords): Piece[] {
  const isEndOf = (i: number) => ((marks[i] ?? 0) & ENDS_SENTENCE) !== 0;
  const pieces: Piece[] = [];
  let from = 0;
  for (let i = 1; i <= count; i++) {
    const isEnd =
      i === count ||
      i - from >= LONGEST_SENTENCE ||
      (isEndOf(i - 1) && !isEndOf(i)) ||
      hasLineBreak(text, ends[i - 1] ?? 0, starts[i] ?? 0);
    if (!isEnd) continue;
    pieces.push({ from, to: i });
    from = i;
  }
  return pieces;
}

function hasLineBreak(text: string, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (text.charCodeAt(i) === 10) return true;
  return false;
}

/** Pieces of at most so many words, each beginning so many after the one before; the last ends the text. */
export function windowsOf(words: number, size: number, stride: number): Piece[] {
  const pieces: Piece[] = [];
  for (let from = 0; from < words; from += stride) {
    const to = Math.min(words, from + size);
    pieces.push({ from, to });
    if (to === words) break;
  }
  return pieces;
}

/** The piece whose words sum up to most. */
export function strongest(pieces: readonly Piece[], sums: Float64Array): Piece | undefined {
  let best: { piece: Piece; sum: number } | undefined;
  for (const piece of pieces) {
    const sum = sums.subarray(piece.from, piece.to).reduce((all, each) => all + each, 0);
    if (best === undefined || sum > best.sum) best = { piece, sum };
  }
  return best?.piece;
}
