import { type Term, termsOf } from './terms.ts';

/** What the contexts say, to be looked up by word. */
export interface SourceIndex {
  terms: readonly Term[];
  /** Where each stem stands, by the number of the term. */
  places: ReadonlyMap<string, readonly number[]>;
  words: ReadonlySet<string>;
  /** The first letters of longer words, for forms that stems do not bring together. */
  prefixes: ReadonlySet<string>;
  numbers: ReadonlySet<string>;
  /** Runs of two and three stems, joined by spaces. */
  pairs: ReadonlySet<string>;
  triples: ReadonlySet<string>;
  contentPairs: ReadonlySet<string>;
}

export const PREFIX_LETTERS = 5;

export function indexSources(contexts: readonly string[]): SourceIndex {
  const terms = contexts.flatMap((context) => termsOf(context));
  const places = new Map<string, number[]>();
  const words = new Set<string>();
  const prefixes = new Set<string>();
  const numbers = new Set<string>();
  for (let i = 0; i < terms.length; i++) {
    const { word = '', stem = '', number } = terms[i] ?? {};
    const known = places.get(stem);
    if (known) known.push(i);
    else places.set(stem, [i]);
    words.add(word);
    if (word.length >= PREFIX_LETTERS) prefixes.add(word.slice(0, PREFIX_LETTERS));
    if (number !== undefined) numbers.add(number);
  }
  return {
    terms,
    places,
    words,
    prefixes,
    numbers,
    pairs: new Set(runsOf(terms, 2)),
    triples: new Set(runsOf(terms, 3)),
    contentPairs: new Set(runsOf(contentOf(terms), 2)),
  };
}

export function contentOf(terms: readonly Term[]): Term[] {
  return terms.filter(({ isFunction }) => !isFunction);
}

/** Runs of so many stems. */
export function runsOf(terms: readonly Term[], length: number): string[] {
  const runs: string[] = [];
  for (let i = 0; i + length <= terms.length; i++) {
    let run = terms[i]?.stem ?? '';
    for (let k = i + 1; k < i + length; k++) run += ` ${terms[k]?.stem ?? ''}`;
    runs.push(run);
  }
  return runs;
}

/** Whether the sources hold a word in any form. */
export function isSupported({ places, numbers, prefixes }: SourceIndex, term: Term): boolean {
  return (
    holds({ places, numbers }, term) ||
    (term.number === undefined &&
      term.word.length > PREFIX_LETTERS &&
      prefixes.has(term.word.slice(0, PREFIX_LETTERS)))
  );
}

/** Whether the sources hold a word by its stem or number. */
export function holds(
  { places, numbers }: Pick<SourceIndex, 'places' | 'numbers'>,
  { stem, number }: Term,
): boolean {
  return places.has(stem) || (number !== undefined && numbers.has(number));
}

/** How much a word says: less, the more often the sources have it. */
export function weightOf({ places }: SourceIndex, { stem }: Term): number {
  return 1 / (1 + Math.log1p(places.get(stem)?.length ?? 0));
}
