/**
 * What runs of words do not show of some tokens: how often they repeat themselves, as floods of signs do
 * that push instructions out of sight, and how many of them are signs or no words.
 */
export function shapeFeatures(words: readonly string[], from = 0, to = words.length): number[] {
  const count = Math.max(1, to - from);
  const distinct = new Set<string>();
  let signs = 0;
  let fragments = 0;
  for (let i = from; i < to; i++) {
    const word = words[i] ?? '';
    distinct.add(word);
    if (!IS_WORD.test(word)) signs += 1;
    if (word.length > LONGEST_WORD) fragments += 1;
  }
  const repeated = count < FEWEST_TO_REPEAT ? 0 : 1 - distinct.size / count;
  return [
    repeated ** 2,
    Number(repeated > MUCH),
    signs / (count + SMOOTHING),
    Math.min(1, fragments / 3),
  ];
}

const IS_WORD = /^[\p{L}\p{M}\p{N}]/u;
const LONGEST_WORD = 25;
const FEWEST_TO_REPEAT = 30;
const MUCH = 0.85;
const SMOOTHING = 5;
