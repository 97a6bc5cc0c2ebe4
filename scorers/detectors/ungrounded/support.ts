/**
 * How far sources support a passage: numbers that say how many of its words, pairs of words and figures
 * they hold, how near to each other and in which order.
 */
import type { Work } from '../../work.ts';
import {
  contentOf,
  holds,
  isSupported,
  runsOf,
  type SourceIndex,
  weightOf,
} from './source-index.ts';
import type { Term } from './terms.ts';

/** The features, by name, in the order of the vectors. */
export const SUPPORT_FEATURES = [
  'words held',
  'words held, weighted',
  'stems held',
  'stems held, weighted',
  'words held in any form',
  'pairs held',
  'content pairs held',
  'triples held',
  'longest run',
  'longest run, share',
  'density of runs',
  'best window, words',
  'best window, weighted',
  'order in the window',
  'pairs near each other',
  'numbers not held',
  'numbers',
  'names not held',
  'words not held',
  'longest word not held',
  'negation differs',
  'negations',
  'first person',
  'small talk',
  'is a question',
  'length',
  'length of the sources',
  'sources to passage',
] as const;

const NEGATIONS = new Set(
  'not no never none nobody nothing neither nor without cannot nicht kein keine ne pas jamais nunca nessuno'.split(
    ' ',
  ),
);
const FIRST_PERSON = new Set('i im my me mine we our us'.split(' '));
const SMALL_TALK = new Set(
  'yes yeah oh wow well hi hello cool nice great really think know like love favorite guess sure believe feel opinion maybe probably personally heard sounds'.split(
    ' ',
  ),
);

export function supportOf(
  index: SourceIndex,
  terms: readonly Term[],
  isQuestion: boolean,
  work: Work,
): number[] {
  work.spend(STEPS_PER_TERM * (index.terms.length + terms.length), DOING);
  const content = contentOf(terms);
  const share = (test: (term: Term) => boolean, weigh: (term: Term) => number = () => 1) => {
    let [held, all] = [0, 0];
    for (const term of content) {
      const weight = weigh(term);
      all += weight;
      if (test(term)) held += weight;
    }
    return all === 0 ? 0 : held / all;
  };
  const weigh = (term: Term) => weightOf(index, term);
  const stems = share((term) => holds(index, term));
  const window = bestWindow(index, terms, content);
  const runs = longestRuns(index, terms, work);
  const unknown = content.filter((term) => !isSupported(index, term));
  const numbers = terms.filter(({ number }) => number !== undefined);
  const negations = count(terms, ({ word }) => NEGATIONS.has(word));
  const differs = negations > 0 !== window.terms.some(({ word }) => NEGATIONS.has(word));
  const runShare = (length: number, of: readonly Term[], held: ReadonlySet<string>) => {
    const all = runsOf(of, length);
    if (all.length === 0) return of.length === 0 ? 0 : stems;
    return all.filter((run) => held.has(run)).length / all.length;
  };
  return [
    share(({ word }) => index.words.has(word)),
    share(({ word }) => index.words.has(word), weigh),
    stems,
    share((term) => holds(index, term), weigh),
    share((term) => isSupported(index, term)),
    runShare(2, terms, index.pairs),
    runShare(2, content, index.contentPairs),
    runShare(3, terms, index.triples),
    Math.log1p(runs.longest),
    runs.longest / Math.max(1, terms.length),
    runs.density,
    window.words,
    window.weight,
    window.order,
    nearness(index, content, work),
    Math.min(
      2,
      count(numbers, ({ number = '' }) => !index.numbers.has(number)),
    ),
    Math.min(3, numbers.length),
    Math.min(
      3,
      count(terms, (term) => term.isName && !isSupported(index, term)),
    ),
    Math.min(8, unknown.length),
    unknown.reduce((most, { word }) => Math.max(most, word.length), 0) / 10,
    Number(differs),
    Math.min(3, negations),
    Math.min(
      3,
      count(terms, ({ word }) => FIRST_PERSON.has(word)),
    ),
    Math.min(
      3,
      count(terms, ({ word }) => SMALL_TALK.has(word)),
    ),
    Number(isQuestion),
    Math.log1p(terms.length),
    Math.log1p(index.terms.length),
    Math.log1p(index.terms.length / Math.max(1, terms.length)),
  ];
}

const DOING = 'looking for `output` in `contexts`';
const STEPS_PER_TERM = 200;

function count(terms: readonly Term[], test: (term: Term) => boolean): number {
  return terms.reduce((sum, term) => sum + Number(test(term)), 0);
}

// A word that the sources repeat is tried at so many places.
const MOST_PLACES = 50;
const STEPS_PER_COMPARISON = 5;

/** The longest run of words that stands in the sources as it does here, and how long the runs are. */
function longestRuns(
  { terms: source, places }: SourceIndex,
  terms: readonly Term[],
  work: Work,
): { longest: number; density: number } {
  let longest = 0;
  let squares = 0;
  for (let i = 0; i < terms.length; ) {
    let run = 0;
    const tried = (places.get(terms[i]?.stem ?? '') ?? []).slice(0, MOST_PLACES);
    work.spend(tried.length * MOST_PLACES * STEPS_PER_COMPARISON, DOING);
    for (const place of tried) {
      let length = 0;
      while (
        i + length < terms.length &&
        length < MOST_PLACES &&
        terms[i + length]?.stem === source[place + length]?.stem
      ) {
        length += 1;
      }
      run = Math.max(run, length);
    }
    longest = Math.max(longest, run);
    squares += run * run;
    i += Math.max(1, run);
  }
  return { longest, density: Math.sqrt(squares / Math.max(1, terms.length)) / 5 };
}

interface Window {
  terms: readonly Term[];
  /** Shares of the passage's words that it holds. */
  words: number;
  weight: number;
  /** Share of neighbours in the passage that stand in the same order. */
  order: number;
}

const SHORTEST_WINDOW = 12;
const WINDOW_TO_PASSAGE = 1.5;

/** The part of the sources, a little longer than the passage, that holds most of it. */
function bestWindow(index: SourceIndex, terms: readonly Term[], content: readonly Term[]): Window {
  const { terms: source } = index;
  const size = Math.max(SHORTEST_WINDOW, Math.round(terms.length * WINDOW_TO_PASSAGE));
  const wanted = new Map(content.map((term) => [term.stem, weightOf(index, term)]));
  const all = [...wanted.values()].reduce((sum, weight) => sum + weight, 0) || 1;
  let best = { weight: 0, words: 0, start: 0 };
  // How often each wanted word stands in the window, as it moves on.
  const inside = new Map<string, number>();
  let weight = 0;
  for (let end = 0; end < source.length; end++) {
    weight += enter(inside, wanted, source[end]?.stem ?? '');
    if (end >= size) weight -= leave(inside, wanted, source[end - size]?.stem ?? '');
    if (weight / all > best.weight + 1e-9) {
      best = { weight: weight / all, words: inside.size, start: Math.max(0, end - size + 1) };
    }
  }
  const window = source.slice(best.start, best.start + size);
  return {
    terms: window,
    weight: best.weight,
    words: best.words / Math.max(1, wanted.size),
    order: orderIn(window, content),
  };
}

type Counts = Map<string, number>;
type Weights = ReadonlyMap<string, number>;

function enter(inside: Counts, wanted: Weights, stem: string): number {
  const weight = wanted.get(stem);
  if (weight === undefined) return 0;
  const before = inside.get(stem) ?? 0;
  inside.set(stem, before + 1);
  return before === 0 ? weight : 0;
}

function leave(inside: Counts, wanted: Weights, stem: string): number {
  const weight = wanted.get(stem);
  const before = inside.get(stem) ?? 0;
  if (weight === undefined || before === 0) return 0;
  if (before > 1) {
    inside.set(stem, before - 1);
    return 0;
  }
  inside.delete(stem);
  return weight;
}

function orderIn(window: readonly Term[], content: readonly Term[]): number {
  const firsts = new Map<string, number>();
  for (const [i, { stem }] of window.entries()) if (!firsts.has(stem)) firsts.set(stem, i);
  const places = content.flatMap(({ stem }) => firsts.get(stem) ?? []);
  if (places.length < 2) return 0.5;
  const rising = places.filter((place, i) => i > 0 && place >= (places[i - 1] ?? 0)).length;
  return rising / (places.length - 1);
}

/** How near to each other in the sources neighbours of the passage stand, from 0 to 1. */
function nearness({ places }: SourceIndex, content: readonly Term[], work: Work): number {
  if (content.length < 2) return 0.5;
  let sum = 0;
  for (let i = 1; i < content.length; i++) {
    const before = places.get(content[i - 1]?.stem ?? '');
    const after = places.get(content[i]?.stem ?? '');
    if (!before || !after) continue;
    work.spend(STEPS_PER_COMPARISON * (before.length + after.length), DOING);
    sum += worthOf(leastDistance(before, after));
  }
  return sum / (content.length - 1);
}

function worthOf(distance: number): number {
  if (distance <= 3) return 1;
  if (distance <= 8) return 0.6;
  return distance <= 20 ? 0.25 : 0;
}

function leastDistance(before: readonly number[], after: readonly number[]): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0, k = 0; i < before.length && k < after.length; ) {
    const [a, b] = [before[i] ?? 0, after[k] ?? 0];
    if (a !== b) least = Math.min(least, Math.abs(a - b));
    if (a < b) i += 1;
    else k += 1;
  }
  return least;
}
