import { lazyPattern } from '../../lazy-pattern.ts';
import type { Span } from '../finding.ts';
import { isAscii } from '../signs-in.ts';
import { type Capital, describe, knownAs } from './capitals.ts';
import { endsOrganisation, isCountry, isNationality, isNoPerson, isTitle } from './known-words.ts';
import { anyPairs, asciiPairs } from './small-pairs.ts';
import { isIn } from './word-sets.ts';

const PARTICLE = lazyPattern(
  String.raw`^(?:[ \u00a0]{1,2})((?:van|von|de|der|den|da|dos|do|del|di|la|le|bin|ibn|al|el|af|zu|ten|ter|y|e)(?: (?:de|der|den|la|las|los))? )?(?=\p{Lu})`,
  'u',
);

/** What stands before a name, and nothing else does. The name begins where it ends. */
const STRONG_BEFORE = new RegExp(
  `(?:\\b|^)(?:${[
    "name(?: is|'s|’s|:| was)?",
    'names(?: are|:)',
    "i am|i'm|i’m|this is|call me|called|named|known as|signed by|speak (?:to|with)|talk to|ask for",
    '(?:change|correct) (?:it|the name) to|user:',
    'attn:?|attention:?|c/o|dear|hi|hello|hey|regards,|sincerely,|wishes,|cheers,|thanks,|truly,',
    'married to|born to|(?:patient|customer|employee|client|author|from|to|cc|contact):',
    '(?:directed|written|composed|produced|sung|painted) by:?',
    "ich bin|mein name ist|ich heiße|je m'appelle|je suis|me llamo|mi chiamo|ik ben|mijn naam is|nimeni on|jeg heter|jag heter|meu nome é",
  ].join('|')})[\\s:,]{1,4}$`,
  'iu',
);
const WEAK_BEFORE =
  /\b(?:by|with|from|said|says|to|met|meet|and|for|about|asked|told|contact|emailed?|called?|under|partner|husband|wife|son|daughter|brother|sister|father|mother|boss|colleague|kid|friend|uncle|aunt|add|according to|featuring|features|producer|singer|artist|author)[\s,:"“]{1,3}$/iu;
const NOT_BEFORE =
  /\b(?:in|at|near|visit|visiting|of|city of|university of|st|mount|lake|port|fort)[ ]$/i;
const SAYS_AFTER =
  /^(?:['’]s\b|,? (?:said|says|wrote|asked|told|is a|was a|has|had|will|lives?|works?|shouted|spent|listed|points? out|from)\b|:(?!\/|\d)|, can i\b)/i;

const LONGEST = 5;

/** Names of persons: of words with capitals, by lists of names, by their form and by what stands around. */
export function findPersons(text: string, capitals: readonly Capital[]): Span[] {
  const spans: Span[] = [];
  const isEnglish = ENGLISH.test(text);
  for (let i = 0; i < capitals.length; ) {
    const run = runFrom(text, capitals, i);
    const span = personIn(text, run, isEnglish);
    if (span) spans.push(span);
    i += Math.max(1, run.length);
  }
  return spans;
}

const ENGLISH = /\b(?:the|and|is|to|of|my|you|for|was|please)\b/i;

/** The words that follow one another from here on as one name could. */
function runFrom(text: string, capitals: readonly Capital[], from: number): Capital[] {
  const run: Capital[] = [];
  for (let i = from; i < capitals.length && run.length < LONGEST; i += 1) {
    const next = capitals[i];
    const last = run.at(-1);
    if (next === undefined) break;
    if (
      last &&
      PARTICLE().exec(text.slice(last.end, next.start + 1))?.[0].length !== next.start - last.end
    )
      break;
    run.push(next);
  }
  return run;
}

function personIn(text: string, run: readonly Capital[], isEnglish: boolean): Span | undefined {
  let words = run;
  let hasTitle = false;
  while (words[0] && (isTitle(words[0].folded) || isLeadIn(words))) {
    hasTitle = isTitle(words[0].folded);
    words = words.slice(1);
  }
  const end = words.at(-1);
  if (end && endsOrganisation(end.folded)) return undefined;
  const first = words[0];
  if (first === undefined || end === undefined) return undefined;
  if (words.length === 1 && (first.isInitial || isNationality(first.folded))) return undefined;
  const before = text.slice(Math.max(0, first.start - 40), first.start);
  const after = text.slice(end.end, end.end + 24);
  if (/^ (?:street|road|avenue|orchestra|website|office|inc\b|llc\b|ltd\b)/i.test(after))
    return undefined;
  const certainty = certaintyOf(words, { before, after, hasTitle, isEnglish });
  return certainty < 0.2
    ? undefined
    : { kind: 'person', start: first.start, end: end.end, certainty };
}

/** Whether a run begins with an ordinary word that has its capital from the sentence. */
function isLeadIn([first, second]: readonly Capital[]): boolean {
  if (first === undefined || second === undefined) return false;
  if (isTitle(first.folded)) return false;
  if (isNoPerson(first.folded)) return true;
  return (
    first.isWord && first.isFirst && !(first.isGiven && (second.isSurname || second.isInitial))
  );
}

interface Around {
  before: string;
  after: string;
  hasTitle: boolean;
  isEnglish: boolean;
}

function certaintyOf(
  words: readonly Capital[],
  { before, after, hasTitle, isEnglish }: Around,
): number {
  const [first] = words;
  if (first === undefined) return 0;
  const full = words.filter(({ isInitial }) => !isInitial);
  const isNamed = full.some(({ isGiven, isSurname, isWord }) => (isGiven || isSurname) && !isWord);
  const allWords = full.every(({ isWord }) => isWord);
  if (allWords && !hasTitle && !full.some(({ isGiven }) => isGiven)) return 0;
  const asPlace = full.map(({ folded }) => folded).join('');
  const isPlace =
    isCountry(full.map(({ folded }) => folded).join(' ')) ||
    (isIn('place', asPlace) && !full.some(({ isGiven }) => isGiven));
  if (hasTitle) return 0.9;
  if (STRONG_BEFORE.test(before) && (!allWords || full.some(({ isGiven }) => isGiven))) {
    return isPlace ? 0.3 : isNamed ? 0.9 : 0.6;
  }
  if (isPlace) return 0.25;
  if (words.every(({ text }) => text.length > 1 && text === text.toUpperCase()) && !isNamed)
    return 0;
  const hint =
    (WEAK_BEFORE.test(before) ? 0.1 : 0) +
    (SAYS_AFTER.test(after) ? 0.1 : 0) -
    (NOT_BEFORE.test(before) ? 0.25 : 0) -
    (/\bthe $/i.test(before) ? 0.15 : 0);
  return Math.min(0.95, Math.max(0, formOf(words, full, isEnglish) + hint));
}

/** How much a name looks like one, by its words alone. */
function formOf(words: readonly Capital[], full: readonly Capital[], isEnglish: boolean): number {
  const [first, ...rest] = full;
  const last = rest.at(-1);
  if (first === undefined) return 0;
  const hasInitial = words.length > full.length;
  if (last === undefined) {
    if (hasInitial) return first.isGiven || first.isSurname ? 0.8 : 0.5;
    if (first.isWord) return 0.1;
    if (first.isGiven) return first.isFirst ? 0.55 : 0.62;
    if (first.isSurname) return 0.5;
    return 0;
  }
  const isWordy = full.every(({ isWord }) => isWord);
  if (isWordy)
    return first.isGiven && last.isSurname && !first.isFirst
      ? 0.6
      : first.isGiven && last.isSurname
        ? 0.4
        : 0.05;
  if (first.isGiven && last.isSurname) return 0.85;
  if (first.isGiven && !last.isWord) return first.isWord ? 0.65 : 0.8;
  if (last.isSurname && !first.isWord && !last.isWord) return 0.7;
  if (hasInitial && !first.isWord) return 0.7;
  if (first.isGiven && !first.isWord) return 0.5;
  const areUnknown = full.every(({ isWord }) => !isWord);
  return areUnknown && isEnglish && full.length <= 3 ? 0.45 : 0.15;
}

// Where someone says a name outright it may be written small.
const SMALL_AFTER = lazyPattern(
  String.raw`\b(?:my name is|name is|name's|call me|i am called|name:|me llamo|je m'appelle|mein name ist) +(\p{Ll}[\p{L}'’-]{1,30}(?: \p{Ll}\.?(?= ))?(?: \p{Ll}[\p{L}'’-]{1,30})?)`,
  'giu',
);
// One of these is in all of them, and is quick to look for.
const SAYS_NAME = /name(?: i|'|:)|call me|am called|llamo|appelle/i;
/** Names in small letters: where the text says so; in a text without capitals two listed names in a row. */
export function findSmallPersons(text: string, hasNoCapitals: boolean): Span[] {
  const spans: Span[] = [];
  const saying = SAYS_NAME.test(text) ? text.matchAll(SMALL_AFTER()) : [];
  for (const { 0: match, 1: name = '', index } of saying) {
    const start = index + match.length - name.length;
    const words = name.split(' ').map((word) => describe(word, 0, word.length));
    const known = words.findLastIndex(
      ({ isGiven, isSurname, isWord }) => (isGiven || isSurname) && !isWord,
    );
    if (known === -1) continue;
    const end =
      start +
      words
        .slice(0, known + 1)
        .map(({ text: word }) => word)
        .join(' ').length;
    spans.push({ kind: 'person', start, end, certainty: 0.75 });
  }
  if (!hasNoCapitals) return spans;
  for (const [start, end] of isAscii(text) ? asciiPairs(text) : anyPairs(text)) {
    const match = text.slice(start, end);
    const first = knownAs(match.slice(0, match.indexOf(' ')));
    if (!first.isGiven || first.isWord) continue;
    const last = knownAs(match.slice(match.lastIndexOf(' ') + 1));
    if (!last.isSurname || last.isWord) continue;
    spans.push({ kind: 'person', start, end, certainty: 0.6 });
  }
  return spans;
}
