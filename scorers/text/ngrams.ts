/**
 * N-grams that an output shares with its references, counted in time linear in the texts. An
 * n-gram is known by a number: that of its first n − 1 tokens, paired with its last token.
 */
import type { Work } from '../work.ts';
import { createScratch, type Scratch } from './scratch.ts';

/** Tokens as numbers: equal tokens, equal numbers. */
export type Tokens = ArrayLike<number>;

/** Matching n-grams by order: index 0 counts single tokens. */
export interface SharedNgrams {
  /** For each reference: n-grams in both, each as often as the side that has it less often. */
  each: number[][];
  /** The same, an n-gram counted against the reference that has it most often. */
  any: number[];
}

/** Numbers the tokens of several texts, equal tokens alike. */
export function numberTokens(texts: readonly (readonly string[])[]): Int32Array[] {
  const numbers = new Map<string, number>();
  return texts.map((tokens) => {
    const numbered = new Int32Array(tokens.length);
    for (let i = 0; i < tokens.length; i++) {
      const token = tokens[i] ?? '';
      let number = numbers.get(token);
      if (number === undefined) {
        number = numbers.size;
        numbers.set(token, number);
      }
      numbered[i] = number;
    }
    return numbered;
  });
}

/** How many n-grams a text of so many tokens has. */
export function ngramTotal(tokens: number, order: number): number {
  return Math.max(0, tokens - order + 1);
}

// A look into a hash table that no cache holds.
const STEPS_PER_NGRAM = 40;

/** Charges for counting the n-grams of all orders up to one. */
export function spendOnNgrams(
  work: Work,
  texts: readonly { length: number }[],
  maxOrder: number,
): void {
  const tokens = texts.reduce((sum, { length }) => sum + length, 0);
  work.spend(
    tokens * maxOrder * STEPS_PER_NGRAM,
    'counting the n-grams of `output` and `expected`',
  );
}

/** Counts the n-grams of orders 1 to `maxOrder` that the output shares with its references. */
export function sharedNgrams(
  output: Tokens,
  references: readonly Tokens[],
  maxOrder: number,
): SharedNgrams {
  const table = createPairTable(output.length);
  const outputGrams = zeros(scratchGrams, output.length);
  const referenceGrams = references.map(({ length }) => new Int32Array(length));
  const shared: SharedNgrams = { each: references.map(() => []), any: [] };

  for (let order = 1; order <= maxOrder; order++) {
    table.clear();
    const counts = zeros(scratchCounts, output.length);
    countGrams(output, order, { grams: outputGrams, counts }, table);
    const seen = zeros(scratchSeen, output.length);
    const best = zeros(scratchBest, output.length);
    let any = 0;
    for (const [r, reference] of references.entries()) {
      const grams = referenceGrams[r] ?? new Int32Array();
      const last = reference.length - order;
      let matches = 0;
      for (let i = 0; i <= last; i++) {
        const gram = table.find(grams[i] ?? ABSENT, reference[i + order - 1] ?? 0);
        grams[i] = gram;
        if (gram === ABSENT) continue;
        const times = (seen[gram] ?? 0) + 1;
        seen[gram] = times;
        if (times > (counts[gram] ?? 0)) continue;
        matches++;
        if (times > (best[gram] ?? 0)) {
          best[gram] = times;
          any++;
        }
      }
      for (let i = 0; i <= last; i++) {
        const gram = grams[i] ?? ABSENT;
        if (gram !== ABSENT) seen[gram] = 0;
      }
      shared.each[r]?.push(matches);
    }
    shared.any.push(any);
  }
  return shared;
}

/** N-grams of a text: how many, how many different ones, and one that it has most often. */
export function distinctNgrams(tokens: Tokens, order: number) {
  const table = createPairTable(tokens.length);
  const grams = new Int32Array(tokens.length);
  let counts = new Int32Array();
  for (let n = 1; n <= order; n++) {
    table.clear();
    counts = new Int32Array(tokens.length);
    countGrams(tokens, n, { grams, counts }, table);
  }
  const total = ngramTotal(tokens.length, order);
  const times = counts.reduce((a, b) => Math.max(a, b), 0);
  return {
    total,
    distinct: counts.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0),
    mostOften: { times, first: grams.indexOf(counts.indexOf(times)) },
  };
}

const ABSENT = -1;

/** Replaces the numbers of the n-grams one token shorter by those of this order, and counts them. */
function countGrams(
  tokens: Tokens,
  order: number,
  { grams, counts }: { grams: Int32Array; counts: Int32Array },
  table: PairTable,
): void {
  for (let i = 0; i + order <= tokens.length; i++) {
    const gram = table.add(grams[i] ?? 0, tokens[i + order - 1] ?? 0);
    grams[i] = gram;
    counts[gram] = (counts[gram] ?? 0) + 1;
  }
}

const scratchGrams = createScratch();
const scratchCounts = createScratch();
const scratchSeen = createScratch();
const scratchBest = createScratch();
const scratchSlots = createScratch();
const scratchFirsts = createScratch();
const scratchSeconds = createScratch();

function zeros(scratch: Scratch, length: number): Int32Array {
  return scratch(length).fill(0, 0, length);
}

type PairTable = ReturnType<typeof createPairTable>;

/** A hash table from pairs of numbers to numbers from 0 upward. */
function createPairTable(capacity: number) {
  const size = 2 ** Math.ceil(Math.log2(2 * capacity + 2));
  const slots = scratchSlots(size); // number of the pair, plus one; 0 is free
  const firsts = scratchFirsts(capacity);
  const seconds = scratchSeconds(capacity);
  let count = 0;

  function slotOf(first: number, second: number): number {
    let hash = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    let slot = (hash ^ (hash >>> 13)) & (size - 1);
    for (;;) {
      const pair = (slots[slot] ?? 0) - 1;
      if (pair < 0 || (firsts[pair] === first && seconds[pair] === second)) return slot;
      slot = (slot + 1) & (size - 1);
    }
  }

  return {
    clear() {
      slots.fill(0, 0, size);
      count = 0;
    },
    add(first: number, second: number): number {
      const slot = slotOf(first, second);
      const pair = (slots[slot] ?? 0) - 1;
      if (pair >= 0) return pair;
      firsts[count] = first;
      seconds[count] = second;
      slots[slot] = count + 1;
      return count++;
    },
    find(first: number, second: number): number {
      return first === ABSENT ? ABSENT : (slots[slotOf(first, second)] ?? 0) - 1;
    },
  };
}
