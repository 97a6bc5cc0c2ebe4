import { lazyPattern } from '../../lazy-pattern.ts';
import type { Span } from '../finding.ts';
import { isJoinedBefore, matchAt } from './boundaries.ts';
import { isNear } from './context-words.ts';
import { NATIONAL_KINDS, type PiiKind } from './kinds.ts';
import { type NationalId, WITH_WORDS } from './national-id.ts';
import { isIban, nationalLetters } from './national-letters.ts';
import type { NumberOptions } from './numbers.ts';

const IBAN = /[A-Za-z]{2}\d{2}(?:[ ]?[A-Za-z0-9]{1,4}){3,8}/y;
const PASSPORT = /[A-Za-z]{0,3}\d{5,9}[A-Za-z]?/y;
const PASSPORT_WORDS = /passport|reisepass|passeport|pasaporte|passaporto|paspoort|passaporte/;
const LICENCE = /(?=[A-Za-z-]*\d)[A-Za-z0-9][A-Za-z0-9-]{4,18}[A-Za-z0-9]/y;
const LICENCE_WORDS =
  /driv(?:er|ing)['’]?s? (?:licen[cs]e|id)|\bdl (?:no|number|#)|f[üu]hrerschein|permis de conduire|carn[ée] de conducir|patente di guida|rijbewijs|carteira de motorista/;
const TAX_WORDS =
  /\bein\b|employer identification|tax (?:id|number|reference)|steuernummer|\butr\b/;
const TAX = /\d{2}-\d{7}|\d{2,3}\/\d{3}\/\d{4,5}|\d{10}K?/y;

// Words of letters and digits, in which each of these has at least one digit.
const CODED = lazyPattern(
  String.raw`(?<![\p{L}\p{N}_])(?=[A-Za-z]{0,7}[- ]?\d)[A-Za-z0-9][A-Za-z0-9\-+]{1,}`,
  'gu',
);
const OF_NAMED_COUNTRY = 0.55;

/** What a text says somewhere that holds a number of which only words say what it is. */
const DOCUMENT_WORDS = new RegExp(
  [PASSPORT_WORDS, LICENCE_WORDS, TAX_WORDS].map(({ source }) => source).join('|'),
  'i',
);
const STEPS_PER_NUMBER = 3_000;
const FEWEST_DIGITS = 4;
const REACH = 18;
// As many digits as `hasDigits` asks for, as near to each other.
const MANY_DIGITS = /\d(?:.{0,16}?\d){3}/s;

function hasDigits(text: string, start: number): boolean {
  let digits = 0;
  for (let i = start; i < start + REACH && digits < FEWEST_DIGITS; i += 1) {
    const code = text.charCodeAt(i);
    if (code >= 48 && code <= 57) digits += 1;
  }
  return digits >= FEWEST_DIGITS;
}

let known: readonly NationalId[] | undefined;

/** The kinds that `findCoded` finds. */
export const CODED_KINDS: readonly PiiKind[] = [
  ...(['iban', 'vin', 'passport', 'driving-licence', 'tax-id'] as const),
  ...NATIONAL_KINDS,
];

/** Identity and account numbers with letters in them, and those that only words tell. */
export function findCoded(text: string, options: NumberOptions): Span[] {
  const spans: Span[] = [];
  const isTold = DOCUMENT_WORDS.test(text);
  if (!isTold && !MANY_DIGITS.test(text)) return spans;
  for (const { index: start } of text.matchAll(CODED())) {
    if (!isTold && !hasDigits(text, start)) continue;
    if (isJoinedBefore(text, start)) continue;
    options.work.spend(STEPS_PER_NUMBER, 'checking numbers with letters');
    const end = options.wants('iban') ? ibanEnd(text, start) : undefined;
    if (end !== undefined) spans.push({ kind: 'iban', start, end, certainty: 0.98 });
    known ??= nationalLetters();
    for (const id of known) {
      const span = options.wants(id.kind) ? letteredAt(text, start, id, options) : undefined;
      if (span) spans.push(span);
    }
    if (!isTold) continue;
    byWords(text, start, 'passport', PASSPORT, PASSPORT_WORDS, options, spans);
    byWords(text, start, 'driving-licence', LICENCE, LICENCE_WORDS, options, spans);
    byWords(text, start, 'tax-id', TAX, TAX_WORDS, options, spans);
  }
  return spans;
}

/** The end of an IBAN, which may be written in groups of four and be followed by more words. */
function ibanEnd(text: string, start: number): number | undefined {
  IBAN.lastIndex = start;
  const match = IBAN.exec(text)?.[0];
  if (match === undefined) return undefined;
  for (let end = match.length; end >= 15; end -= 1) {
    if (/[A-Za-z0-9]/.test(text[start + end] ?? '')) continue;
    if (isIban(match.slice(0, end).replaceAll(' ', '').toUpperCase())) return start + end;
  }
  return undefined;
}

function letteredAt(
  text: string,
  start: number,
  { kind, country, pattern, check, alone, words }: NationalId,
  { countries }: NumberOptions,
): Span | undefined {
  const end = matchAt(pattern, text, start);
  if (end === undefined) return undefined;
  const match = text.slice(start, end);
  // Separators go, but a Finnish number has its century in one.
  const signs = (kind === 'fi-hetu' ? match : match.replace(/[^\p{L}\d]/gu, '')).toUpperCase();
  if (!check(signs)) return undefined;
  const certainty = isNear(text, start, end, words)
    ? WITH_WORDS
    : Math.max(alone[0], countries.has(country) ? OF_NAMED_COUNTRY : 0);
  return { kind, start, end, certainty };
}

function byWords(
  text: string,
  start: number,
  kind: string,
  pattern: RegExp,
  words: RegExp,
  { wants }: NumberOptions,
  spans: Span[],
): void {
  if (!wants(kind)) return;
  const end = matchAt(pattern, text, start);
  if (end === undefined || !isNear(text, start, end, words)) return;
  spans.push({ kind, start, end, certainty: 0.85 });
}
