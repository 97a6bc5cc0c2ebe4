import type { Span } from '../finding.ts';
import { signsIn } from '../signs-in.ts';
import { isNear } from './context-words.ts';

const MONTH =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|januar|februar|m[äa]rz|mai|juni|juli|oktober|dezember|janvier|f[ée]vrier|mars|avril|juin|juillet|ao[ûu]t|septembre|octobre|novembre|d[ée]cembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)';
const DAY = '(?:0?[1-9]|[12]\\d|3[01])';
const YEAR = '(?:1[89]|20)\\d{2}';
const TIME = '(?:[T ,]{1,2}(?:[01]?\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d)?(?: ?[ap]\\.?m\\b\\.?)?)?';
const DATE_SOURCES = [
  `${YEAR}([-/.])(?:0?[1-9]|1[0-2])\\1${DAY}${TIME}`,
  `${DAY}([-/.])${DAY}\\2(?:${YEAR}|\\d{2})${TIME}`,
  `${DAY}(?:st|nd|rd|th|\\.|º)?[ -](?:of |de )?${MONTH}\\.?,?[ -](?:de |of )?${YEAR}`,
  `${MONTH}\\.? ${DAY}(?:st|nd|rd|th)?,? ${YEAR}`,
].map((source) => `(?<![\\w.:/-])(?:${source})(?![\\w]|[-/.:]\\d)`);

const LOOSE_SOURCE = [
  `(?<![\\w-])(?:mon|tues|wednes|thurs|fri|satur|sun)day(?![\\w-])`,
  `(?<![\\w-])${MONTH} ${YEAR}(?![\\w-])`,
  `(?<=\\b(?:in|since|during|of|from|until|by|year|before|after) )${YEAR}(?![\\w%-]|[.,]\\d| [a-z]+s\\b)`,
].join('|');

const BIRTH_WORDS =
  /\b(?:born|birth|birthday|birthdate|d\.?o\.?b\.?|geb\.?|geboren|geburtsdatum|geburtstag|n[ée]e? le|naissance|nacid[oa]|nacimiento|nat[oa] il|nascita|nascimento|nascid[oa]|geboortedatum|f[öo]dd|f[øo]dt)(?![\w])/;

let full: RegExp | undefined;
let loose: RegExp | undefined;

/** Days, and those on which somebody was born. */
export function findDates(text: string, wants: (kind: string) => boolean): Span[] {
  const spans: Span[] = [];
  if (!wants('date-of-birth') && !wants('date')) return spans;
  full ??= new RegExp(DATE_SOURCES.join('|'), 'gi');
  const { hasDigit } = signsIn(text);
  for (const { 0: match, index: start } of hasDigit ? text.matchAll(full) : []) {
    const end = start + match.length;
    const isBirth = isNear(text, start, end, BIRTH_WORDS);
    if (isBirth && wants('date-of-birth')) {
      spans.push({ kind: 'date-of-birth', start, end, certainty: 0.9 });
    } else if (wants('date')) spans.push({ kind: 'date', start, end, certainty: 0.9 });
  }
  if (!wants('date')) return spans;
  loose ??= new RegExp(LOOSE_SOURCE, 'gi');
  for (const { 0: match, index: start } of text.matchAll(loose)) {
    spans.push({ kind: 'date', start, end: start + match.length, certainty: 0.6 });
  }
  return spans;
}

const NUMBER = '(\\d{1,3})';
const AGE_SOURCES = [
  `(?<![\\w.-])${NUMBER}(?=[ -](?:years?|yrs?)[ -]old\\b| ?y\\/o\\b| ?yo\\b|-year-old\\b| a[ñn]os\\b| Jahre alt| ans\\b)`,
  `(?<=\\b(?:aged?|age of|age is|age:|aged about|turn(?:ed|s|ing)?|I'll turn|alter:?) )${NUMBER}(?![\\w.:/-]\\d|\\d| ?%| (?:into|to|degrees|left|right))`,
  `(?<=\\b(?:when (?:he|she|they|I) (?:was|were)|I am|I'm|I’m|he is|she is|he's|she's) )${NUMBER}(?=[.,!?;]|$| (?:and|now|or)\\b)`,
];

let ages: RegExp | undefined;

/** How old somebody is: the number alone. */
export function findAges(text: string): Span[] {
  if (!signsIn(text).hasDigit) return [];
  ages ??= new RegExp(AGE_SOURCES.join('|'), 'gi');
  return Array.from(text.matchAll(ages), ({ 0: match, index: start }) => ({
    kind: 'age',
    start,
    end: start + match.length,
    certainty: Number(match) >= 1 && Number(match) <= 120 ? 0.8 : 0.1,
  }));
}
