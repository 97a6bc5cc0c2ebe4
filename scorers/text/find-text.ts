import type { Work } from '../work.ts';

// Up to this length the engine's own search takes time proportional to the text. Beyond it, texts
// such as "aa…abaa…a" in "aa…a" make it take the product of both lengths.
const SHORT = 32;
const STEPS_PER_CHARACTER = 8;

/** Charges for looking for so many texts in another. */
export function spendOnSearch(work: Work, text: string, sought: number, doing: string): void {
  work.spend(text.length * sought * STEPS_PER_CHARACTER, doing);
}

/**
 * Where a text first stands in another, or -1; in time proportional to both lengths, whatever they
 * hold.
 *
 * Source: D. E. Knuth, J. H. Morris, V. R. Pratt, "Fast pattern matching in strings", 1977.
 */
export function findText(text: string, sought: string): number {
  if (sought.length <= SHORT) return text.indexOf(sought);
  const fallbacks = borders(sought);
  let matched = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    while (matched > 0 && sought.charCodeAt(matched) !== unit)
      matched = fallbacks[matched - 1] ?? 0;
    if (sought.charCodeAt(matched) === unit) matched++;
    if (matched === sought.length) return i + 1 - matched;
  }
  return -1;
}

/** For each beginning of a text, the length of its longest end that is a beginning too. */
function borders(text: string): Int32Array {
  const lengths = new Int32Array(text.length);
  let length = 0;
  for (let i = 1; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    while (length > 0 && text.charCodeAt(length) !== unit) length = lengths[length - 1] ?? 0;
    if (text.charCodeAt(length) === unit) length++;
    lengths[i] = length;
  }
  return lengths;
}
