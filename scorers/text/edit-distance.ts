import { distance } from 'fastest-levenshtein';
import { createScratch } from './scratch.ts';

// Up to here, which is one block, the library is faster.
const SHORT = 32;
// What it takes does not depend on who does it.
const SHORT_FOR_STEPS = 100;
// Of 32 cells at once, rounded up.
const STEPS_PER_BLOCK = 5;
// In a short text, where the library does it.
const STEPS_PER_SHORT_BLOCK = 8;
// What it takes to begin, in columns.
const BEGINNING = 100;
/** Rows computed at once, one a bit. */
const BITS = 32;

/**
 * The Levenshtein distance of two texts in which every character is one code unit: the fewest
 * insertions, deletions and substitutions that turn one into the other. Takes time proportional to
 * the product of the lengths divided by 32.
 *
 * Sources: G. Myers, "A fast bit-vector algorithm for approximate string matching", J. ACM 46(3),
 * 1999; H. Hyyrö, "A bit-vector algorithm for computing Levenshtein and Damerau edit distances",
 * 2003.
 */
export function editDistance(a: string, b: string): number {
  if (a.length <= SHORT || b.length <= SHORT) return distance(a, b);
  const [rows, columns] = a.length <= b.length ? [a, b] : [b, a];
  const units = scratchUnits(columns.length);
  // What the blocks above handed down at each column: whether the distance rises or falls there.
  const edge = {
    width: columns.length,
    rises: scratchRises(columns.length),
    falls: scratchFalls(columns.length),
  };
  for (let j = 0; j < columns.length; j++) {
    units[j] = columns.charCodeAt(j);
    edge.rises[j] = 1;
    edge.falls[j] = 0;
  }
  let change = 0;
  for (let top = 0; top < rows.length; top += 2 * BITS) {
    const middle = Math.min(rows.length, top + BITS);
    const end = Math.min(rows.length, top + 2 * BITS);
    markRows(upperRowsWith, rows, top, middle);
    markRows(lowerRowsWith, rows, middle, end);
    change =
      middle < end
        ? runTwoBlocks(units, edge, end - middle - 1)
        : runBlock(units, edge, middle - top - 1);
    for (let row = top; row < middle; row++) upperRowsWith[rows.charCodeAt(row)] = 0;
    for (let row = middle; row < end; row++) lowerRowsWith[rows.charCodeAt(row)] = 0;
  }
  return rows.length + change;
}

/** Steps that `editDistance` takes for texts of these lengths. */
export function editSteps(a: number, b: number): number {
  const shorter = Math.min(a, b);
  const steps = shorter <= SHORT_FOR_STEPS ? STEPS_PER_SHORT_BLOCK : STEPS_PER_BLOCK;
  return Math.ceil(shorter / BITS) * (Math.max(a, b) + BEGINNING) * steps;
}

// For each code unit a bit for each row of the block that has it; all zero between calls.
const upperRowsWith = new Int32Array(0x10000);
const lowerRowsWith = new Int32Array(0x10000);

function markRows(rowsWith: Int32Array, rows: string, from: number, to: number): void {
  for (let row = from; row < to; row++) {
    const unit = rows.charCodeAt(row);
    rowsWith[unit] = (rowsWith[unit] ?? 0) | (1 << (row - from));
  }
}

const scratchUnits = createScratch();
const scratchRises = createScratch();
const scratchFalls = createScratch();

interface Edge {
  /** How many columns there are. */
  width: number;
  rises: Int32Array;
  falls: Int32Array;
}

/** Computes the rows of a block. Gives how much the distance changes along the last of them. */
function runBlock(columns: Int32Array, { width, rises, falls }: Edge, lastRow: number): number {
  let up = -1;
  let down = 0;
  let change = 0;
  for (let j = 0; j < width; j++) {
    const same = upperRowsWith[columns[j] ?? 0] ?? 0;
    const rise = rises[j] ?? 0;
    const fall = falls[j] ?? 0;
    const vertical = same | down;
    const carried = same | fall;
    const horizontal = (((carried & up) + up) ^ up) | carried;
    let right = down | ~(horizontal | up);
    let left = up & horizontal;
    const rising = (right >>> lastRow) & 1;
    const falling = (left >>> lastRow) & 1;
    rises[j] = rising;
    falls[j] = falling;
    change += rising - falling;
    right = (right << 1) | rise;
    left = (left << 1) | fall;
    up = left | ~(vertical | right);
    down = right & vertical;
  }
  return change;
}

/**
 * The same for a full block and the one below it, which is a column behind: so neither waits for the
 * other within a turn of the loop, and the processor computes both at once.
 */
function runTwoBlocks(columns: Int32Array, { width, rises, falls }: Edge, lastRow: number): number {
  let up = -1;
  let down = 0;
  let upBelow = -1;
  let downBelow = 0;
  let change = 0;
  // What the upper block hands down, and at which character.
  let rise = 0;
  let fall = 0;
  let unit = 0;
  for (let j = 0; j <= width; j++) {
    let rising = 0;
    let falling = 0;
    if (j > 0) {
      const same = lowerRowsWith[unit] ?? 0;
      const vertical = same | downBelow;
      const carried = same | fall;
      const horizontal = (((carried & upBelow) + upBelow) ^ upBelow) | carried;
      let right = downBelow | ~(horizontal | upBelow);
      let left = upBelow & horizontal;
      rising = (right >>> lastRow) & 1;
      falling = (left >>> lastRow) & 1;
      change += rising - falling;
      right = (right << 1) | rise;
      left = (left << 1) | fall;
      upBelow = left | ~(vertical | right);
      downBelow = right & vertical;
    }
    if (j < width) {
      unit = columns[j] ?? 0;
      const same = upperRowsWith[unit] ?? 0;
      const above = rises[j] ?? 0;
      const beneath = falls[j] ?? 0;
      const vertical = same | down;
      const carried = same | beneath;
      const horizontal = (((carried & up) + up) ^ up) | carried;
      let right = down | ~(horizontal | up);
      let left = up & horizontal;
      rise = right >>> (BITS - 1);
      fall = left >>> (BITS - 1);
      right = (right << 1) | above;
      left = (left << 1) | beneath;
      up = left | ~(vertical | right);
      down = right & vertical;
    }
    if (j > 0) {
      rises[j - 1] = rising;
      falls[j - 1] = falling;
    }
  }
  return change;
}
