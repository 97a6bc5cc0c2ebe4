import type { Evidence } from '@assay/schema/types.ts';
import { z } from 'zod';
import { defineScorer } from '../define.ts';
import { failed, scored } from '../outcome.ts';
import { findText } from './find-text.ts';

// Every quotation is looked for in every context: so many characters in all, about a second.
const MOST_SEARCHED = 300_000_000;

/**
 * Share of the quotations in the output that stand in the contexts, word for word. Quotations are what
 * stands between "…", “…”, „…“, «…», »…«, 「…」 and 『…』; the shape of quotes and apostrophes, white space
 * and, unless asked otherwise, case do not count, nor does punctuation at a quotation's end. Quotations
 * shorter than `minLength` characters are names and irony rather than quotations and are left out. An
 * output without quotations quotes nothing wrongly: 1. Single quotes are not looked at, being
 * apostrophes too often. Quotations times characters of the contexts may be 300 million at most.
 *
 * Source: Ragas QuotedSpansAlignment.
 */
export const quotedSpans = defineScorer({
  id: 'quoted-spans',
  aliases: { 'quoted-spans-alignment': {} },
  version: 1,
  kind: 'code',
  group: 'text',
  summary: 'Share of the quotations in the output that stand in the contexts.',
  source: 'Ragas QuotedSpansAlignment',
  needs: ['output', 'contexts'],
  params: z.strictObject({
    minLength: z
      .int()
      .min(1)
      .max(1_000)
      .default(10)
      .describe('The least length of a quotation, in characters.'),
    caseSensitive: z.boolean().default(false).describe('Whether capitals count as other letters.'),
  }),
  threshold: 1,
  examples: [
    {
      title: 'One true quotation, one invented',
      sample: {
        output: 'It says "within 30 days of delivery" and “all returns are free of charge”.',
        contexts: ['Items can be returned within 30 days of delivery.'],
      },
      value: 0.5,
    },
  ],
  score({ output, contexts }, { minLength, caseSensitive }) {
    const quotations = findQuotations(output).filter(({ text }) => text.trim().length >= minLength);
    if (quotations.length === 0) return scored(1, 'The output quotes nothing.');
    const fold = (text: string) => normalise(caseSensitive ? text : text.toLowerCase());
    const sources = contexts.map(({ text }) => fold(text));
    const characters = sources.reduce((sum, { length }) => sum + length, 0);
    if (quotations.length * characters > MOST_SEARCHED) {
      return failed(
        'sample_too_large',
        `${quotations.length} quotations are not looked for in ${characters} characters of contexts.`,
      );
    }
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
        note: source === -1 ? 'stands in no context' : `stands in /contexts/${source}`,
      }),
    );
    const found = judged.length - missing.length;
    const reason = `${found} of ${judged.length} quotations stand in the contexts.`;
    return scored(found / judged.length, reason, { evidence });
  },
});

const CLOSING: Readonly<Record<string, string>> = {
  '"': '"',
  '“': '”',
  '„': '“',
  '«': '»',
  '»': '«',
  '「': '」',
  '『': '』',
};

function findQuotations(text: string): { text: string; start: number }[] {
  const found: { text: string; start: number }[] = [];
  // Whether an opening quote closes is asked once a kind: after a "no", there is none further on.
  const unclosed = new Set<string>();
  for (let i = 0; i < text.length; i += 1) {
    const opening = text.charAt(i);
    const closing = CLOSING[opening];
    if (closing === undefined || unclosed.has(closing)) continue;
    const end = text.indexOf(closing, i + 1);
    if (end === -1) {
      unclosed.add(closing);
      continue;
    }
    found.push({ text: text.slice(i + 1, end), start: i + 1 });
    i = end;
  }
  return found;
}

function normalise(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[‘’‚‛`´]/g, "'")
    .replace(/[“”„‟«»「」『』]/g, '"')
    .replace(/\s+/g, ' ')
    .trim();
}
