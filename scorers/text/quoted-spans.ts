import type { Evidence } from '@assay/schema/types.ts';
import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { failed, scored } from '../outcome.ts';
import { foldCase } from './case-folding.ts';
import { findText } from './find-text.ts';
import { hasLetterOrDigit } from './letters.ts';
import { normalForm } from './normal-form.ts';
import { closingDoubleQuotes, withPlainQuotes } from './quotation-marks.ts';

// Every quotation is looked for in every context: so many characters in all, about a second.
const MOST_SEARCHED = 300_000_000;
const STEPS_PER_CHARACTER = 100;
const CHARACTERS_PER_STEP = 2;

/**
 * Share of the quotations in the output that stand in the contexts, word for word. Quotations are
 * what stands between the double quotation marks of any language: "…", “…”, „…“, „…”, ”…”, «…»,
 * »…«, »…», 「…」 and so on. The mark of inches, which stands behind a digit (27"), begins none. The
 * shape of quotes and apostrophes, white space and, unless asked otherwise, case do not count, nor
 * does punctuation at a quotation's end. Quotations shorter than `minLength` characters are names
 * and irony rather than quotations and are omitted. An output without quotations quotes nothing
 * wrongly: 1. Single quotes are not looked at, being apostrophes too often. Quotations times
 * characters of the contexts may be 300 million at most.
 *
 * Source: Ragas QuotedSpansAlignment.
 */
export const quotedSpans = defineScorer({
  id: 'quoted-spans',
  aliases: { 'quoted-spans-alignment': {} },
  version: 2,
  kind: 'code',
  group: 'text',
  summary: 'Share of the output’s quotations that occur in the contexts.',
  source: 'Ragas QuotedSpansAlignment',
  needs: ['output', 'contexts'],
  params: () =>
    z.strictObject({
      minLength: z
        .int()
        .min(1)
        .max(1_000)
        .default(10)
        .describe('Minimum length of a quotation, in characters.'),
      caseSensitive: z.boolean().default(false).describe('Whether case matters.'),
    }),
  threshold: 1,
  examples: () => [
    {
      title: 'One true quotation, one invented',
      sample: {
        output: 'It says "within 30 days of delivery" and “all returns are free of charge”.',
        contexts: ['Items can be returned within 30 days of delivery.'],
      },
      value: 0.5,
    },
  ],
  score({ output, contexts }, { minLength, caseSensitive }, { work }) {
    const read = contexts.reduce((sum, { text }) => sum + text.length, output.length);
    work.spend(read * STEPS_PER_CHARACTER, 'reading `output` and `contexts`');
    const quotations = findQuotations(output).filter(({ text }) => text.trim().length >= minLength);
    if (quotations.length === 0) return scored(1, 'The output quotes nothing.');
    const fold = (text: string) => normalise(caseSensitive ? text : foldCase(text));
    const sources = contexts.map(({ text }) => fold(text));
    const characters = sources.reduce((sum, { length }) => sum + length, 0);
    if (quotations.length * characters > MOST_SEARCHED) {
      return failed(
        'sample_too_large',
        `${quotations.length} quotations are not looked for in ${characters} characters of contexts.`,
      );
    }
    work.spend((quotations.length * characters) / CHARACTERS_PER_STEP, 'looking for quotations');
    const judged = quotations.map((quotation) => {
      const wanted = fold(quotation.text)
        .replace(/[.,;:!?…。，]+$/u, '')
        .trim();
      return { ...quotation, source: sources.findIndex((text) => findText(text, wanted) !== -1) };
    });
    const missing = judged.filter(({ source }) => source === -1);
    const evidence: Evidence[] = [...missing, ...judged.filter(({ source }) => source !== -1)].map(
      ({ text, start, source }) => ({
        pointer: '/output',
        start,
        end: start + text.length,
        text,
        note: source === -1 ? 'is in no context' : `is in /contexts/${source}`,
      }),
    );
    const found = judged.length - missing.length;
    const reason = `${found} of ${judged.length} quotations are in the contexts.`;
    return scored(found / judged.length, reason, { evidence });
  },
});

function findQuotations(text: string): { text: string; start: number }[] {
  const found: { text: string; start: number }[] = [];
  // Whether an opening quote closes is asked once a kind: after a "no", there is none further on.
  const unclosed = new Set<string>();
  for (let i = 0; i < text.length; i += 1) {
    const opening = text.charAt(i);
    const closing = closingDoubleQuotes(opening);
    if (closing === '' || unclosed.has(opening) || isInchMark(text, i)) continue;
    const end = findClosing(text, closing, i + 1);
    if (end === -1) {
      unclosed.add(opening);
      continue;
    }
    found.push({ text: text.slice(i + 1, end), start: i + 1 });
    i = end;
  }
  return found;
}

function isInchMark(text: string, at: number): boolean {
  return INCH_MARKS.includes(text.charAt(at)) && /[0-9]/.test(text.charAt(at - 1));
}

const INCH_MARKS = '"”';

/** Where the first of these marks closes a quotation, or -1. */
function findClosing(text: string, marks: string, from: number): number {
  let end = nextOf(text, marks, from);
  while (end !== -1 && isInchMark(text, end)) {
    // A quotation may end in a number. Where the next mark ends a word too, this one was of inches.
    const next = nextOf(text, marks, end + 1);
    const endsWord = next !== -1 && /\S/.test(text.charAt(next - 1)) && !isInchMark(text, next);
    if (!endsWord || hasLetterOrDigit(text.charAt(next + 1))) return end;
    end = next;
  }
  return end;
}

function nextOf(text: string, marks: string, from: number): number {
  for (let i = from; i < text.length; i += 1) if (marks.includes(text.charAt(i))) return i;
  return -1;
}

function normalise(text: string): string {
  return withPlainQuotes(normalForm(text, 'NFKC')).replace(/\s+/g, ' ').trim();
}
