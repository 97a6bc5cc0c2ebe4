import type { Run } from './detector.ts';
import { minus, NO_VALUES, plusValue, type Totals } from './totals.ts';

/** A value of a stream, with what is known of where it comes from, such as its release and language. */
export interface Labelled {
  value: number;
  atMs: number;
  traits: readonly Trait[];
}

/** One thing known of where a value comes from. */
export interface Trait {
  key: string;
  value: string;
}

/** What is kept of all values, or of those with a trait. */
export interface Tallies {
  all: Totals;
  /** Of each of the detector's runs, in its order: which, and what was added since it began. */
  runs: readonly { number: number; since: Totals }[];
}

export interface Slice extends Trait, Tallies {
  /** When the first and the last of its values came, in milliseconds. */
  firstMs: number;
  lastMs: number;
  /** How many values it has, or had the one whose place it took. */
  rank: number;
}

export interface SliceBook {
  stream: Tallies;
  slices: readonly Slice[];
}

export const EMPTY_BOOK: SliceBook = { stream: { all: NO_VALUES, runs: [] }, slices: [] };

/** The most keys, and the most values of each, that are counted. */
export const MOST_KEYS = 16;
export const MOST_VALUES = 24;

/**
 * Counts a value for the whole stream and for each of its traits. Of a key with more values than there
 * is room for, the rarest gives its place to a new one: any that at least one in 24 values has is kept.
 * Keys beyond the first 16 are not counted.
 *
 * Source: Metwally, Agrawal & El Abbadi 2005, "Efficient computation of frequent and top-k elements in
 * data streams" (Space-Saving).
 * @param runs of the detector's state after it took the value; none while the baseline is taken
 */
export function addToBook(book: SliceBook, labelled: Labelled, runs: readonly Run[]): SliceBook {
  const slices = [...book.slices];
  for (const trait of labelled.traits) {
    const place = placeFor(slices, trait);
    if (place === null) continue;
    const before = place.slice ?? startSlice(trait, labelled.atMs, place.rank);
    slices[place.index] = {
      ...before,
      ...addToTallies(before, labelled.value, runs),
      lastMs: labelled.atMs,
      rank: before.rank + 1,
    };
  }
  return { stream: addToTallies(book.stream, labelled.value, runs), slices };
}

/** What came before one of the detector's runs, and what since. */
export function sidesOf(tallies: Tallies, runs: readonly Run[], index: number) {
  const kept = tallies.runs[index];
  const after = kept?.number === runs[index]?.number ? (kept?.since ?? NO_VALUES) : NO_VALUES;
  return { before: minus(tallies.all, after), after };
}

function addToTallies(
  { all, runs: before }: Tallies,
  value: number,
  runs: readonly Run[],
): Tallies {
  return {
    all: plusValue(all, value),
    runs: runs.map(({ number }, i) => {
      const kept = before[i];
      return { number, since: plusValue(kept?.number === number ? kept.since : NO_VALUES, value) };
    }),
  };
}

function startSlice({ key, value }: Trait, firstMs: number, rank: number): Slice {
  return { key, value, all: NO_VALUES, runs: [], firstMs, lastMs: firstMs, rank };
}

interface SlicePlace {
  index: number;
  slice?: Slice | undefined;
  rank: number;
}

/** Where a trait is counted: its own place, a new one, or that of the rarest of its key. */
function placeFor(slices: readonly Slice[], { key, value }: Trait): SlicePlace | null {
  const own = slices.findIndex((slice) => slice.key === key && slice.value === value);
  if (own >= 0) return { index: own, slice: slices[own], rank: 0 };
  const ofKey = slices.filter((slice) => slice.key === key);
  if (ofKey.length === 0 && new Set(slices.map((slice) => slice.key)).size >= MOST_KEYS)
    return null;
  if (ofKey.length < MOST_VALUES) return { index: slices.length, rank: 0 };
  const rarest = ofKey.reduce((one, other) => (other.rank < one.rank ? other : one));
  return { index: slices.indexOf(rarest), rank: rarest.rank };
}
