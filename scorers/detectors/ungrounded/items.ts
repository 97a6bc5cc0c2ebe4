/** The numbers, dates, names and units of a sentence that the sources lack, and a negation of their own. */

import type { Sentence } from './passages.ts';
import { isSupported, type SourceIndex } from './source-index.ts';
import { SUPPORT_FEATURES } from './support.ts';
import type { Term } from './terms.ts';

export interface Item {
  kind: 'number' | 'date' | 'name' | 'unit' | 'negation';
  start: number;
  end: number;
}

const list = (words: string) => new Set(words.trim().split(/\s+/));

const DATE_WORDS =
  list(`january february march april may june july august september october november december jan feb mar
  apr jun jul aug sept oct nov dec monday tuesday wednesday thursday friday saturday sunday
  januar februar märz mai juni juli oktober dezember montag dienstag mittwoch donnerstag freitag samstag sonntag
  janvier février mars avril juin juillet août septembre octobre novembre décembre lundi mardi mercredi jeudi vendredi
  samedi dimanche enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre`);
const UNITS =
  list(`percent kg g mg lb lbs pound pounds oz ton tons tonne tonnes km m cm mm mile miles meter meters metre metres
  foot feet inch inches liter liters litre litres ml gallon gallons second seconds minute minutes hour hours day days week
  weeks month months year years dollar dollars euro euros cent cents usd eur gbp yen million billion thousand degree
  degrees celsius fahrenheit watt watts volt volts gb mb tb ghz mhz mph kmh`);
const YEAR = /^(?:1[5-9]|20)\d\d$/;

const POLITE = list(
  'hello hi hey thanks thank welcome please sure yes no okay ok certainly great bye goodbye sorry',
);

/** Whether a word can make a sentence say something that contexts may hold or not. */
export function isClaim({ isFunction, word }: Term): boolean {
  return !isFunction && !POLITE.has(word);
}

export function unsupportedItems(index: SourceIndex, sentence: Sentence): Item[] {
  return [...lackingItems(index, sentence.terms), ...ownNegation(sentence)];
}

const NEGATIONS = list('not no never none nobody nothing neither nor without cannot');
const [HELD, DIFFERS] = [
  SUPPORT_FEATURES.indexOf('stems held'),
  SUPPORT_FEATURES.indexOf('negation differs'),
];
// Of a sentence that says other things as well a negation proves nothing.
const NEARLY_ALL = 0.8;

/** The negation of a sentence whose other words stand in the sources without one. */
function ownNegation({ terms, support }: Sentence): Item[] {
  const negation = terms.find(({ word }) => NEGATIONS.has(word));
  const isOwn = support[DIFFERS] === 1 && (support[HELD] ?? 0) >= NEARLY_ALL;
  if (negation === undefined || !isOwn) return [];
  return [{ kind: 'negation', start: negation.start, end: negation.end }];
}

function lackingItems(index: SourceIndex, terms: readonly Term[]): Item[] {
  return terms.flatMap((term, i): Item[] => {
    const { start, end, number, word } = term;
    const kind = kindOf(index, term, terms[i + 1], terms[i - 1]);
    if (kind === undefined) return [];
    // A number that is a word may be no count: "one of them".
    if (kind === 'number' && number !== word && Number(number) < LEAST_WORD_NUMBER) return [];
    return [{ kind, start, end }];
  });
}

const LEAST_WORD_NUMBER = 3;

function kindOf(
  index: SourceIndex,
  term: Term,
  next: Term | undefined,
  before: Term | undefined,
): Item['kind'] | undefined {
  if (term.number !== undefined && !index.numbers.has(term.number)) {
    return YEAR.test(term.number) || DATE_WORDS.has(before?.word ?? '') ? 'date' : 'number';
  }
  if (DATE_WORDS.has(term.word)) {
    return term.isName && !index.words.has(term.word) ? 'date' : undefined;
  }
  if (term.number !== undefined && next !== undefined && UNITS.has(next.word)) {
    return hasUnit(index, term, next) ? undefined : 'unit';
  }
  return term.isName && !isSupported(index, term) ? 'name' : undefined;
}

/** Whether the number stands with this unit in the sources, or with none that is known. */
function hasUnit({ terms, places }: SourceIndex, { stem }: Term, unit: Term): boolean {
  const units = (places.get(stem) ?? []).flatMap((place) => {
    const after = terms[place + 1];
    return after !== undefined && UNITS.has(after.word) ? [after.stem] : [];
  });
  return units.length === 0 || units.includes(unit.stem);
}
