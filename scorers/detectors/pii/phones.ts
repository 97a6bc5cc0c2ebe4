import type { Span } from '../finding.ts';
import { matchAt } from './boundaries.ts';
import { digitsOf, isFiller } from './check-digits.ts';
import { isNear } from './context-words.ts';
import { WITH_WORDS } from './national-id.ts';

const PHONE_WORDS =
  /\b(?:phone|tel|telephone|mobile|cell|cellphone|fax|call(?: me| us)?|dial|sms|whatsapp|hotline|desk|text me|reach (?:me|us)|registered|telefon|telefono|tel[ée]fono|m[oó]vil|portable|handy|handynummer|num[ée]ro|celular|telefone|puhelin|mobil|mobiel)\b/;

const EXTENSION = '(?: ?(?:x|ext\\.?|extension|#) ?\\d{1,6})?';
const form = (pattern: string) => new RegExp(pattern + EXTENSION, 'y');

interface Form {
  pattern: RegExp;
  digits: readonly [fewest: number, most: number];
  /** How sure a match is with no words beside it. */
  alone: number;
}

let forms: readonly Form[] | undefined;

// Country codes of one and two digits; the others have three.
const SHORT_CODE = /^(?:1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/;
const LONG_CODE = /^(?:2[1-69]\d|3[578]\d|42\d|5[09]\d|6[7-9]\d|8[05-8]\d|9[679]\d)/;

function makeForms(): Form[] {
  return [
    // +41 (0)85 806 98 67, 001-518-640-0854
    {
      pattern: form('\\+[1-9]\\d{0,14}(?:[ .\\-/]?(?:\\(0\\)|\\(?\\d{1,5}\\)?)){0,7}'),
      digits: [8, 16],
      alone: 0.9,
    },
    {
      pattern: form('00[1-9]\\d{0,2}(?:[ .\\-/]\\(?\\d{1,5}\\)?){2,6}'),
      digits: [10, 17],
      alone: 0.8,
    },
    // (579) 888-3058, 259.735.7502x459
    {
      pattern: form('(?:1[-. ])?\\([2-9]\\d{2}\\) ?\\d{3}[-. ]\\d{4}'),
      digits: [10, 17],
      alone: 0.85,
    },
    { pattern: form('(?:1[-. ])?[2-9]\\d{2}([-.])\\d{3}\\1\\d{4}'), digits: [10, 17], alone: 0.75 },
    { pattern: form('(?:1[ ])?[2-9]\\d{2} [2-9]\\d{2} \\d{4}'), digits: [10, 17], alone: 0.55 },
    // 0341 8387176, 03.93.92.16.85, (0)85 806 98 67
    {
      pattern: form('\\(?0\\d{1,4}\\)?[ .\\-/]\\d{2,8}(?:[ .\\-]\\d{2,4}){0,4}'),
      digits: [9, 12],
      alone: 0.55,
    },
    // 416 60 039, (71) 4233-6306: only where words say so
    {
      pattern: form('\\(?\\d{1,5}\\)?(?:[ .\\-/]\\(?\\d{1,5}\\)?){1,5}'),
      digits: [7, 12],
      alone: 0.15,
    },
    { pattern: form('\\d{7,12}'), digits: [7, 12], alone: 0.1 },
  ];
}

/** The phone number that begins here: in its international form, in that of a country, or as words say. */
export function phoneAt(text: string, start: number): Span | undefined {
  if (
    AFTER_GROUP.test(text.slice(Math.max(0, start - 2), start)) &&
    !/[+(]/.test(text[start] ?? '')
  ) {
    return undefined;
  }
  forms ??= makeForms();
  for (const {
    pattern,
    digits: [fewest, most],
    alone,
  } of forms) {
    const end = matchAt(pattern, text, start);
    if (end === undefined) continue;
    const match = text.slice(start, end);
    const digits = digitsOf(match);
    if (digits.length < fewest || digits.length > most || isFiller(digits)) continue;
    if (IS_DATE.test(match)) return undefined;
    const isInternational = match.startsWith('+') || match.startsWith('00');
    if (isInternational && !hasCode(digits.replace(/^00/, ''))) continue;
    const certainty = isNear(text, start, end, PHONE_WORDS) ? WITH_WORDS : alone;
    return { kind: 'phone', start, end, certainty };
  }
  return undefined;
}

// Digits before are part of the same number.
const AFTER_GROUP = /[\dA-Z][ .-]$/;

const IS_DATE =
  /^(?:\d{4}[-./ ](?:0?[1-9]|1[0-2])[-./ ](?:0?[1-9]|[12]\d|3[01])|(?:0?[1-9]|[12]\d|3[01])[-./](?:0?[1-9]|[12]\d|3[01])[-./](?:19|20)\d{2})(?!\d)/;

function hasCode(digits: string): boolean {
  return SHORT_CODE.test(digits) || LONG_CODE.test(digits);
}
