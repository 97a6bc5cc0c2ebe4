import type { Work } from '../../work.ts';
import type { Span } from '../finding.ts';
import { isJoinedBefore, matchAt } from './boundaries.ts';
import { digitsOf, isFiller, luhn } from './check-digits.ts';
import { isNear } from './context-words.ts';
import { NATIONAL_KINDS, type PiiKind } from './kinds.ts';
import { nationalDigits } from './national-digits.ts';
import { type NationalId, WITH_WORDS } from './national-id.ts';
import { phoneAt } from './phones.ts';

// What digits and their separators make. Longer runs with short groups are tables of numbers.
const RUN = /[+(]?\d(?:[\d ().\-/+]*\d)?/g;
const FEWEST_DIGITS = 6;
const MOST_GROUPS = 16;
/** Characters of the longest number with its separators. */
const LONGEST = 40;

// Dots and slashes are believed only between the groups that cards have.
const CARD = /\d{4}([./])\d{4}\1\d{4}\1\d{1,7}|\d{4}([./])\d{6}\2\d{4,5}|\d(?:[ -]?\d){11,18}/y;
const CARD_WORDS =
  /\b(?:credit|debit|card|visa|master ?card|amex|american express|maestro|cc|karte|kreditkarte|tarjeta|carte|cart[ãa]o|carta)\b/;
const ACCOUNT = /\d(?:[ -]?\d){5,16}/y;
const ACCOUNT_WORDS =
  /\b(?:account (?:number|no|nr|#)|acct|bank account|kontonummer|routing|sort code|a\/c)/;
const IMEI_WORDS = /\bimei\b/;

let known: readonly NationalId[] | undefined;

export interface NumberOptions {
  wants(kind: string): boolean;
  /** Countries that were named: their numbers are looked for, and more readily believed. */
  countries: ReadonlySet<string>;
  work: Work;
}

/** The kinds that `findNumbers` finds. */
export const NUMBER_KINDS: readonly PiiKind[] = [
  ...(['credit-card', 'phone', 'bank-account', 'imei'] as const),
  ...NATIONAL_KINDS,
];

// How sure a valid number is, at least, of a country that was named.
const OF_NAMED_COUNTRY = 0.55;

/** Cards, accounts, phones and identity numbers that are digits and their separators alone. */
export function findNumbers(text: string, options: NumberOptions): Span[] {
  const spans: Span[] = [];
  for (const { 0: run, index } of text.matchAll(RUN)) {
    if (run.length < FEWEST_DIGITS || digitsOf(run).length < FEWEST_DIGITS) continue;
    const starts = groupStarts(run);
    if (starts.length > MOST_GROUPS && digitsOf(run).length < starts.length * 3) continue;
    for (const start of starts) {
      findAt(
        text,
        index + start,
        digitsOf(run.slice(start, start + LONGEST)).length,
        options,
        spans,
      );
    }
  }
  return spans;
}

/** Where in a run a number may begin: at its groups of digits, with the sign before them. */
function groupStarts(run: string): number[] {
  return Array.from(run.matchAll(/[+(]?\d+/g), ({ index }) => index);
}

// A pattern for each kind of number.
const STEPS_PER_NUMBER = 5_000;

// The shortest of identity numbers, and of card numbers.
const ID_DIGITS = 9;
const CARD_DIGITS = 12;

function findAt(
  text: string,
  start: number,
  digits: number,
  options: NumberOptions,
  spans: Span[],
): void {
  if (digits < FEWEST_DIGITS || isJoinedBefore(text, start)) return;
  options.work.spend(STEPS_PER_NUMBER, 'checking numbers');
  if (digits >= ID_DIGITS) {
    known ??= nationalDigits();
    for (const id of known) {
      const span = options.wants(id.kind) && nationalAt(text, start, id, options.countries);
      if (span) spans.push(span);
    }
  }
  const card = digits >= CARD_DIGITS && options.wants('credit-card') && cardAt(text, start);
  if (card) spans.push(card);
  const phone = options.wants('phone') ? phoneAt(text, start) : undefined;
  if (phone) spans.push(phone);
  const other = accountAt(text, start, options);
  if (other) spans.push(other);
}

function nationalAt(
  text: string,
  start: number,
  { kind, country, pattern, check, alone, words }: NationalId,
  countries: ReadonlySet<string>,
): Span | undefined {
  const end = matchAt(pattern, text, start);
  if (end === undefined) return undefined;
  const match = text.slice(start, end);
  const signs = match.replace(/[^\dXxAaBb]/g, '').toUpperCase();
  if (!check(signs)) return undefined;
  const [separated, bare] = alone;
  const base = /^\d+$/.test(match) ? bare : separated;
  const named = countries.has(country) ? Math.max(base, OF_NAMED_COUNTRY) : base;
  const certainty = isNear(text, start, end, words) ? WITH_WORDS : named;
  return { kind, start, end, certainty };
}

// Lengths by what a card number begins with, and how sure a number without separators is alone.
const ISSUERS: readonly (readonly [begins: RegExp, lengths: readonly number[], alone: number])[] = [
  [/^4/, [16, 19], 0.8],
  [/^4/, [13], 0.3],
  [/^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16], 0.8],
  [/^3[47]/, [15], 0.8],
  [/^(?:6011|64[4-9]|65)/, [16, 19], 0.8],
  [/^(?:30[0-5]|3095|36|3[89])/, [14, 16], 0.6],
  [/^(?:352[89]|35[3-8])/, [16, 19], 0.8],
  [/^35/, [16], 0.3],
  [/^(?:2131|1800)/, [15], 0.6],
  [/^(?:62|81)/, [16, 17, 18, 19], 0.6],
  [/^220[0-4]/, [16], 0.6],
  [/^(?:50|5[6-9]|6\d|0604)/, [12, 13, 14, 15, 16, 17, 18, 19], 0.3],
];

function cardAt(text: string, start: number): Span | undefined {
  const end = matchAt(CARD, text, start);
  if (end === undefined) return undefined;
  const match = text.slice(start, end);
  const digits = digitsOf(match);
  if (isFiller(digits) || !luhn(digits)) return undefined;
  const issuer = ISSUERS.find(
    ([begins, lengths]) => begins.test(digits) && lengths.includes(digits.length),
  );
  if (issuer === undefined) return undefined;
  const isGrouped = /^\d{4}([ ./-])\d{4}\1\d{4}\1|^\d{4}([ ./-])\d{6}\2\d/.test(match);
  const alone = isGrouped ? 0.9 : issuer[2];
  const certainty = isNear(text, start, end, CARD_WORDS) ? WITH_WORDS : alone;
  return { kind: 'credit-card', start, end, certainty };
}

/** Numbers of which only the words beside them say what they are. */
function accountAt(text: string, start: number, { wants }: NumberOptions): Span | undefined {
  const end = matchAt(ACCOUNT, text, start);
  if (end === undefined) return undefined;
  const digits = digitsOf(text.slice(start, end));
  if (digits.length === 15 && luhn(digits) && isNear(text, start, end, IMEI_WORDS)) {
    return wants('imei') ? { kind: 'imei', start, end, certainty: WITH_WORDS } : undefined;
  }
  if (!wants('bank-account') || digits.length > 17) return undefined;
  if (!isNear(text, start, end, ACCOUNT_WORDS)) return undefined;
  return { kind: 'bank-account', start, end, certainty: 0.7 };
}
