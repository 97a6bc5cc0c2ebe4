/**
 * Who is attacked, and whether the writer means it. Each word that attacks or praises is counted by three
 * things: its kind (a slur, a word of violence, …), whom its sentence is about (a group, "they" after a
 * group was named, someone spoken to, …), and how it is put: as it stands, negated, repeated from
 * another, or next to words that speak against it. "No one should say that women are stupid" and "Women
 * are stupid" have the same foul word, and differ in what is counted.
 */
import { logOfCount } from './reading.ts';
import { ENDS_SENTENCE, SIGN, type TextWords } from './words.ts';

const KINDS = [
  ['hatred'],
  ['dehuman'],
  ['contempt', 'insult', 'dreadful'],
  ['violence'],
  ['removal'],
  ['slur'],
  ['profane', 'rude', 'naughty'],
  ['esteem'],
] as const;
const SLUR = 5;

const PERSONS: ReadonlySet<string> = new Set(['people', 'group', 'slur', 'role', 'minor']);

const GROUP = 0;
const THEY = 1;
const OTHER = 2;
const YOU = 3;
const OURSELVES = 4;
const NOBODY = 5;
const TARGETS = 6;

const PLAIN = 0;
const NEGATED = 1;
const REPORTED = 2;
const OPPOSED = 3;
const WAYS = 4;

const FRAMES = KINDS.length * TARGETS * WAYS;
/** What is counted of whole texts, after the frames. */
const WHOLE = 8;
/** How many features there are. */
export const FRAME_FEATURES = FRAMES + WHOLE;

// A negation reaches so many words.
const REACH = 4;
const QUOTE_AT_MOST = 60;

/** What the classes of words are to a sentence, by the class's number. */
interface Parts {
  kinds: Int8Array;
  group: number;
  groupAdjective: number;
  /** 1 for a class of words for people. */
  persons: Int8Array;
  they: number;
  role: number;
  thing: number;
  you: number;
  we: number;
  i: number;
  not: number;
  report: number;
  denounce: number;
}

/**
 * @returns the features, which the next call overwrites, as making them anew for each window would cost more
 * than counting; empty where all of them are 0
 */
export type Frames = (
  words: TextWords,
  classes: Int8Array,
  from: number,
  to: number,
) => Float64Array;

/** @param names the names of the classes of words, by number */
export function framesBy(names: readonly string[]): Frames {
  const parts = partsOf(names);
  const counted: Counted = { features: new Float64Array(FRAME_FEATURES), found: [] };
  return (words, classes, from, to) => {
    for (const i of counted.found) counted.features[i] = 0;
    counted.found.length = 0;
    countFrames(parts, counted, { words, classes, from, to });
    return counted.found.length === 0 ? NOTHING : counted.features;
  };
}

function partsOf(names: readonly string[]): Parts {
  const of = (name: string) => names.indexOf(name);
  const kinds = Int8Array.from(names, (name) =>
    KINDS.findIndex((classes) => (classes as readonly string[]).includes(name)),
  );
  return {
    kinds,
    group: of('group'),
    groupAdjective: of('groupAdjective'),
    persons: Int8Array.from(names, (name) => Number(PERSONS.has(name))),
    they: of('they'),
    role: of('role'),
    thing: of('thing'),
    you: of('you'),
    we: of('we'),
    i: of('i'),
    not: of('not'),
    report: of('report'),
    denounce: of('denounce'),
  };
}

interface Sentence {
  from: number;
  to: number;
  hasGroup: boolean;
  hasThey: boolean;
  hasOther: boolean;
  hasYou: boolean;
  hasDenounce: boolean;
  /** The first word of reporting; `to` where there is none. */
  report: number;
}

/** What was counted, and the features that are not 0. */
interface Counted {
  features: Float64Array;
  found: number[];
}

const NOTHING = new Float64Array(0);

/** Some words of a text, with their classes. */
interface Part {
  words: TextWords;
  classes: Int8Array;
  from: number;
  to: number;
}

function countFrames(parts: Parts, { features, found }: Counted, part: Part): void {
  const { words, classes } = part;
  const add = (feature: number) => {
    const count = features[feature] ?? 0;
    if (count === 0) found.push(feature);
    features[feature] = count + 1;
  };
  const sentences = sentencesIn(parts, part);
  let groupSeen = false;
  let quoteFrom = -1;
  for (const [s, sentence] of sentences.entries()) {
    const { hasGroup, hasThey, hasOther, hasYou, report } = sentence;
    const isOpposed =
      sentence.hasDenounce ||
      (sentences[s - 1]?.hasDenounce ?? false) ||
      (sentences[s + 1]?.hasDenounce ?? false);
    let lastNot = Number.NEGATIVE_INFINITY;
    let lastWe = Number.NEGATIVE_INFINITY;
    for (let i = sentence.from; i < sentence.to; i++) {
      if ((words.marks[i] ?? 0) & SIGN && isQuote(words.text.charCodeAt(words.starts[i] ?? 0))) {
        quoteFrom = quoteFrom >= 0 ? -1 : i;
        continue;
      }
      const known = classes[i] ?? -1;
      if (known < 0) continue;
      if (known === parts.not) lastNot = i;
      else if (known === parts.we) lastWe = i;
      const kind = parts.kinds[known] ?? -1;
      if (kind < 0) continue;
      const isQuoted = quoteFrom >= 0 && i - quoteFrom < QUOTE_AT_MOST;
      let target = NOBODY;
      if (kind === SLUR && i - lastWe <= REACH) target = OURSELVES;
      else if (hasGroup) target = GROUP;
      else if (hasThey && groupSeen) target = THEY;
      else if (hasOther) target = OTHER;
      else if (hasYou) target = YOU;
      const isNegated = i - lastNot <= REACH;
      let way = PLAIN;
      if (isOpposed) way = OPPOSED;
      else if (isQuoted || report < i) way = REPORTED;
      else if (isNegated) way = NEGATED;
      const frame = (kind * TARGETS + target) * WAYS + way;
      add(frame);
    }
    groupSeen ||= hasGroup;
    if (hasGroup) {
      add(FRAMES);
      if (sentence.hasDenounce) add(FRAMES + 1);
      if (report < sentence.to) add(FRAMES + 2);
      if (hasYou) add(FRAMES + 3);
      if (hasThey) add(FRAMES + 4);
    } else if (hasThey && groupSeen) add(FRAMES + 5);
    if (hasOther && !hasGroup) add(FRAMES + 6);
    if (isOpposed && (hasGroup || groupSeen)) add(FRAMES + 7);
  }
  // Of whole texts it only counts whether a thing is there.
  for (const i of found) features[i] = i < FRAMES ? logOfCount(features[i] ?? 0) : 1;
}

function sentencesIn(parts: Parts, { words: { marks }, classes, from, to }: Part): Sentence[] {
  const sentences: Sentence[] = [];
  let sentence = sentenceAt(from);
  for (let i = from; i < to; i++) {
    const known = classes[i] ?? -1;
    if (known >= 0) read(parts, classes, sentence, i, known);
    const isEnd = ((marks[i] ?? 0) & ENDS_SENTENCE) !== 0;
    if (!isEnd && i + 1 < to) continue;
    sentence.to = i + 1;
    if (sentence.report < 0) sentence.report = sentence.to;
    sentences.push(sentence);
    sentence = sentenceAt(i + 1);
  }
  return sentences;
}

function sentenceAt(from: number): Sentence {
  return {
    from,
    to: from,
    hasGroup: false,
    hasThey: false,
    hasOther: false,
    hasYou: false,
    hasDenounce: false,
    report: -1,
  };
}

function read(parts: Parts, classes: Int8Array, sentence: Sentence, i: number, known: number) {
  if (known === parts.group) sentence.hasGroup = true;
  else if (known === parts.groupAdjective) {
    // "Black coffee" and "a blind test" are about nobody.
    const next = classes[i + 1] ?? -1;
    if (parts.persons[next] === 1) sentence.hasGroup = true;
  } else if (known === parts.they) sentence.hasThey = true;
  else if (known === parts.role || known === parts.thing) sentence.hasOther = true;
  else if (known === parts.you) sentence.hasYou = true;
  else if (known === parts.denounce) sentence.hasDenounce = true;
  else if (known === parts.report && sentence.report < 0) {
    // "I think" and "I say" are the writer's own words; "I never said" is a report.
    const isOwn = (classes[i - 1] ?? -1) === parts.i;
    if (!isOwn) sentence.report = i;
  }
}

function isQuote(code: number): boolean {
  return code === 0x22 || code === 0x201c || code === 0x201d || code === 0xab || code === 0xbb;
}
