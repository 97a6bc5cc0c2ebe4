/**
 * Longest common subsequences, thirty positions of the reference at a time: bit i of a word is 0
 * where taking position i makes the subsequence longer.
 *
 * Source: H. Hyyrö, "Bit-Parallel LCS-length Computation Revisited", 2004. Words have thirty bits
 * so that a sum and its carry stay within the integers that engines compute fast.
 */
import type { Tokens } from './ngrams.ts';
import { createScratch } from './scratch.ts';

const BITS = 30;
const FULL = 2 ** BITS - 1;

// Of thirty positions at once.
const STEPS_PER_BLOCK = 4;

/** Steps of work that finding how long the subsequence is takes, for texts of these lengths. */
export function lengthSteps(reference: number, output: number): number {
  return subsequenceSteps(reference, output) * STEPS_PER_BLOCK;
}

/** Blocks of thirty positions for texts of these lengths. */
export function subsequenceSteps(reference: number, output: number): number {
  return output * Math.ceil(reference / BITS);
}

// All zero between calls.
const scratchMasks = createScratch();
// Cleared by each.
const scratchCarries = createScratch();

/** Finds common subsequences of token numbers below `vocabulary`. */
export function createSubsequenceFinder(vocabulary: number) {
  const masks = scratchMasks(vocabulary);

  /** Runs through the reference a word at a time, and through the output for each word. */
  function run(reference: Tokens, output: Tokens, rows?: Int32Array): number {
    if (reference.length === 0 || output.length === 0) return 0;
    const carries = scratchCarries(output.length).fill(0, 0, output.length);
    let length = 0;
    for (let start = 0, word = 0; start < reference.length; start += BITS, word++) {
      const end = Math.min(reference.length, start + BITS);
      for (let i = start; i < end; i++) {
        const token = reference[i] ?? 0;
        masks[token] = (masks[token] ?? 0) | (1 << (i - start));
      }
      let bits = FULL;
      for (let j = 0; j < output.length; j++) {
        const mask = masks[output[j] ?? 0] ?? 0;
        const carry = carries[j] ?? 0;
        if ((mask | carry) !== 0) {
          const matched = bits & mask;
          const sum = bits + matched + carry;
          carries[j] = sum >>> BITS;
          bits = (sum & FULL) | (bits & ~mask);
        }
        if (rows) rows[word * output.length + j] = bits;
      }
      for (let i = start; i < end; i++) {
        masks[reference[i] ?? 0] = 0;
        if ((bits & (1 << (i - start))) === 0) length++;
      }
    }
    return length;
  }

  return {
    /** How long the longest common subsequence is. */
    length(reference: Tokens, output: Tokens): number {
      return run(reference, output);
    },

    /** Marks in `found` the positions of the reference that make up one longest subsequence. */
    mark(reference: Tokens, output: Tokens, found: Uint8Array): void {
      const rows = new Int32Array(subsequenceSteps(reference.length, output.length));
      if (run(reference, output, rows) === 0) return;
      let i = reference.length - 1;
      let j = output.length - 1;
      while (i >= 0 && j >= 0) {
        const bits = rows[Math.floor(i / BITS) * output.length + j] ?? 0;
        if (reference[i] === output[j]) {
          found[i] = 1;
          i--;
          j--;
        } else if ((bits & (1 << (i % BITS))) === 0) j--;
        else i--;
      }
    },
  };
}
