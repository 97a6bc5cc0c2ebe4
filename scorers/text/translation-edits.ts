/**
 * The edits of the translation edit rate: the fewest insertions, deletions, substitutions and
 * shifts of word sequences that a greedy search finds to turn an output into a reference.
 *
 * Source: Snover et al., "A Study of Translation Edit Rate", 2006; the limits and the order of
 * preference are those of Tercom as sacrebleu has them.
 */
import { UNBOUNDED, type Work } from '../work.ts';

const MAX_SHIFT_SIZE = 10;
const MAX_SHIFT_DISTANCE = 50;
const MAX_SHIFT_CANDIDATES = 1_000;
const BEAM_WIDTH = 25;
const INFINITE = 1e9;
const STEPS_PER_CELL = 4;

/** Edits between two texts of token numbers; an empty reference takes one deletion a token. */
export function translationEdits(
  output: Int32Array,
  reference: Int32Array,
  work: Work = UNBOUNDED,
): number {
  if (reference.length === 0) return output.length;
  const matrix = createEditMatrix(reference, output.length, work);
  let words = output;
  let shifts = 0;
  let candidates = 0;
  for (;;) {
    const { best, tried } = findShift(words, reference, matrix, candidates);
    candidates = tried;
    // Where it has tried too much, sacrebleu stops without the shift that it has just found.
    if (candidates >= MAX_SHIFT_CANDIDATES || best === undefined || best.gain <= 0) break;
    shifts++;
    words = best.words;
  }
  return shifts + matrix.fill(words);
}

interface Shift {
  gain: number;
  length: number;
  start: number;
  target: number;
  words: Int32Array;
}

/** The shift that saves most edits; then the longest, the earliest, and the earliest to land. */
function findShift(
  words: Int32Array,
  reference: Int32Array,
  matrix: EditMatrix,
  triedBefore: number,
): { best: Shift | undefined; tried: number } {
  const edits = matrix.fill(words);
  const { alignment, outputErrors, referenceErrors } = matrix.trace(words);
  let best: Shift | undefined;
  let tried = triedBefore;

  for (const { start, referenceStart, length } of matchingRuns(words, reference)) {
    const isNeeded =
      countBetween(outputErrors, start, length) > 0 &&
      countBetween(referenceErrors, referenceStart, length) > 0;
    const aligned = alignment[referenceStart] ?? 0;
    const isInside = start <= aligned && aligned < start + length;
    if (!isNeeded || isInside) continue;

    let previous = -1;
    for (let offset = -1; offset < length; offset++) {
      const place = referenceStart + offset;
      const target = place === -1 ? 0 : (alignment[place] ?? 0) + 1;
      if (target === previous) continue;
      previous = target;
      const shifted = shift(words, start, length, target);
      const candidate = {
        gain:
          edits -
          matrix.distance(shifted, Math.min(start, target), endOfShift(start, length, target)),
        length,
        start,
        target,
        words: shifted,
      };
      if (best === undefined || isBetter(candidate, best)) best = candidate;
      tried++;
    }
    if (tried >= MAX_SHIFT_CANDIDATES) break;
  }
  return { best, tried };
}

function isBetter(a: Shift, b: Shift): boolean {
  const order = a.gain - b.gain || a.length - b.length || b.start - a.start || b.target - a.target;
  return order > 0;
}

function countBetween(sums: Int32Array, start: number, length: number): number {
  return (sums[start + length] ?? 0) - (sums[start] ?? 0);
}

/** Word sequences that stand in both texts, not too far from each other. */
function* matchingRuns(words: Int32Array, reference: Int32Array) {
  for (let start = 0; start < words.length; start++) {
    const first = Math.max(0, start - MAX_SHIFT_DISTANCE);
    const last = Math.min(reference.length - 1, start + MAX_SHIFT_DISTANCE);
    for (let referenceStart = first; referenceStart <= last; referenceStart++) {
      for (let length = 1; length <= MAX_SHIFT_SIZE; length++) {
        const i = start + length - 1;
        const j = referenceStart + length - 1;
        if (i >= words.length || j >= reference.length || words[i] !== reference[j]) break;
        yield { start, referenceStart, length };
      }
    }
  }
}

/** Moves a sequence of words to stand before the target position. */
function shift(words: Int32Array, start: number, length: number, target: number): Int32Array {
  const shifted = words.slice();
  const moved = words.subarray(start, start + length);
  if (target < start) {
    shifted.set(moved, target);
    shifted.set(words.subarray(target, start), target + length);
  } else {
    const passed = words.subarray(start + length, endOfShift(start, length, target));
    shifted.set(passed, start);
    shifted.set(moved, start + passed.length);
  }
  return shifted;
}

/** Where the words that a shift moves end. A target inside the sequence counts from its end. */
function endOfShift(start: number, length: number, target: number): number {
  const end = start + length;
  if (target < start) return end;
  return target > end ? target : length + target;
}

type EditMatrix = ReturnType<typeof createEditMatrix>;

/**
 * The matrix of edit distances between the beginnings of two texts, of which only a band about the
 * diagonal is computed. Row i stands for i words of the output. A shift leaves the rows before it
 * as they are.
 */
function createEditMatrix(reference: Int32Array, outputLength: number, work: Work) {
  const ratio = outputLength > 0 ? reference.length / outputLength : 1;
  // Where one text is very much longer, a narrow band would not touch that of the row above.
  const beam = BEAM_WIDTH < ratio / 2 ? Math.ceil(ratio / 2 + BEAM_WIDTH) : BEAM_WIDTH;
  const columns = reference.length + 1;
  const diagonalOf = (row: number) => Math.floor(row * ratio);
  const beginOf = (row: number) => Math.max(0, diagonalOf(row) - beam);
  const endOf = (row: number) =>
    row === 0 || row === outputLength ? columns : Math.min(columns, diagonalOf(row) + beam);
  const width = Math.min(columns, 2 * beam + 2);

  const firstRow = Int32Array.from({ length: columns }, (_, column) => column);
  const base = new Int32Array((outputLength + 1) * width);
  const scratch = [new Int32Array(width), new Int32Array(width)] as const;

  const baseRow = (row: number) =>
    row === 0 ? firstRow : base.subarray(row * width, (row + 1) * width);
  const spendOn = (rows: number) =>
    work.spend(
      rows * width * STEPS_PER_CELL,
      'trying shifts of words of `output` against `expected`',
    );
  const last = (row: Int32Array) => row[reference.length - beginOf(outputLength)] ?? 0;

  /** Computes a row from the row above, both of which begin where their bands begin. */
  function fillRow(row: number, word: number, above: Int32Array, into: Int32Array): void {
    const aboveBegin = beginOf(row - 1);
    const aboveEnd = endOf(row - 1);
    const begin = beginOf(row);
    const end = endOf(row);
    let left = INFINITE;
    let diagonal =
      begin > aboveBegin && begin <= aboveEnd ? (above[begin - 1 - aboveBegin] ?? 0) : INFINITE;
    for (let column = begin; column < end; column++) {
      const up = column < aboveEnd ? (above[column - aboveBegin] ?? 0) : INFINITE;
      const substitution = diagonal + (reference[column - 1] === word ? 0 : 1);
      left = Math.min(substitution, up + 1, left + 1);
      into[column - begin] = left;
      diagonal = up;
    }
  }

  /** What must be added to a row of the matrix to get another; undefined where that differs. */
  function offsetFrom(row: number, values: Int32Array): number | undefined {
    const length = endOf(row) - beginOf(row);
    const from = row * width;
    const offset = (values[0] ?? 0) - (base[from] ?? 0);
    for (let i = 1; i < length; i++) {
      if ((values[i] ?? 0) - (base[from + i] ?? 0) !== offset) return undefined;
    }
    return offset;
  }

  function valueAt(row: number, column: number): number {
    if (row === 0) return column;
    if (column < beginOf(row) || column >= endOf(row)) return INFINITE;
    return base[row * width + column - beginOf(row)] ?? INFINITE;
  }

  return {
    /** Fills the whole matrix for a text and gives its distance. */
    fill(words: Int32Array): number {
      spendOn(outputLength);
      for (let row = 1; row <= outputLength; row++) {
        fillRow(row, words[row - 1] ?? 0, baseRow(row - 1), baseRow(row));
      }
      return last(baseRow(outputLength));
    },

    /** The distance of a text that differs from the matrix's own from one word to another. */
    distance(words: Int32Array, from: number, to: number): number {
      let above = baseRow(from);
      for (let row = from + 1; row <= outputLength; row++) {
        const into = scratch[row % 2 === 0 ? 0 : 1];
        fillRow(row, words[row - 1] ?? 0, above, into);
        above = into;
        const offset = row >= to ? offsetFrom(row, above) : undefined;
        if (offset === undefined) continue;
        spendOn(row - from);
        return last(baseRow(outputLength)) + offset;
      }
      spendOn(outputLength - from);
      return last(above);
    },

    /**
     * The edits that the matrix was filled with: for each word of the reference the word of the
     * output it is aligned to, or that before it, and running sums of the words in error.
     */
    trace(words: Int32Array) {
      const alignment = new Int32Array(reference.length);
      const outputErrors = new Int32Array(outputLength + 1);
      const referenceErrors = new Int32Array(reference.length + 1);
      let row = outputLength;
      let column = reference.length;
      while (row > 0 || column > 0) {
        const value = valueAt(row, column);
        const isSame = row > 0 && column > 0 && words[row - 1] === reference[column - 1];
        const diagonal = row > 0 && column > 0 ? valueAt(row - 1, column - 1) : INFINITE;
        if (value === diagonal + (isSame ? 0 : 1)) {
          row--;
          column--;
          alignment[column] = row;
          outputErrors[row + 1] = isSame ? 0 : 1;
          referenceErrors[column + 1] = isSame ? 0 : 1;
        } else if (row > 0 && value === valueAt(row - 1, column) + 1) {
          row--;
          outputErrors[row + 1] = 1;
        } else {
          column--;
          alignment[column] = row - 1;
          referenceErrors[column + 1] = 1;
        }
      }
      return {
        alignment,
        outputErrors: runningSums(outputErrors),
        referenceErrors: runningSums(referenceErrors),
      };
    },
  };
}

function runningSums(counts: Int32Array): Int32Array {
  let sum = 0;
  return counts.map((count) => {
    sum += count;
    return sum;
  });
}
