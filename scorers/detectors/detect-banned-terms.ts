import * as z from 'zod';
import { lazyPattern } from '../lazy-pattern.ts';
import { spendOnSegments, wordBoundaries } from '../text/segment.ts';
import { oncePerPlan, type Work } from '../work.ts';
import { fold } from './banned/folded.ts';
import { defineDetector } from './define-detector.ts';
import type { Span } from './finding.ts';
import { overParam } from './places.ts';

const STEPS_PER_CHARACTER = 150;
/** Searching a text for one term, by characters of the text. */
const CHARACTERS_PER_STEP = 4;

const term = z.string().min(1).max(200);

/**
 * Terms that must not come up: names of competitors, words, and the words of topics. Compared without regard to
 * case, width, accents and invisible signs, on the boundaries of words in every script: where no spaces are
 * written (Chinese, Japanese, Thai) those of a dictionary. With `leetspeak`, digits and signs count as the
 * letters they stand for, and signs between single letters are left out: `h 4 t e` is hate.
 *
 * What the words mean is not seen: `detect-toxicity` and a judge look at that.
 *
 * Source: Unicode case folding, NFKC, and UAX 29.
 */
export const detectBannedTerms = defineDetector({
  id: 'detect-banned-terms',
  aliases: { 'ban-competitors': {}, 'competitor-check': {}, 'ban-list': {} },
  version: 1,
  summary: 'Whether the output is free of banned terms, such as names of competitors.',
  source: 'Unicode case folding, NFKC and UAX 29',
  kinds: { 'banned-term': ['banned term', 'banned terms'] },
  params: () =>
    z.strictObject({
      terms: z
        .array(term)
        .max(1_000)
        .default([])
        .describe('Terms that must not come up: words or phrases.'),
      topics: z
        .record(z.string().min(1).max(64), z.array(term).min(1).max(500))
        .default({})
        .describe(
          'Terms by topic, such as `{"gambling": ["casino", "slot machine"]}`; a finding names its topic.',
        ),
      wholeWords: z
        .boolean()
        .default(true)
        .describe('Whether a term must stand on the boundaries of words.'),
      ignoreAccents: z.boolean().default(true).describe('Whether é counts as e.'),
      leetspeak: z
        .boolean()
        .default(false)
        .describe('Whether digits and signs count as letters: `h4te` is hate.'),
      over: overParam(['output']),
    }),
  quotes: true,
  examples: () => [
    {
      title: 'A competitor by name',
      sample: { output: 'You could also ask ACME Cloud about that.' },
      params: { terms: ['Acme Cloud'] },
      value: 0.02,
    },
    {
      title: 'A term within a word',
      sample: { output: 'The classic model is sold out.' },
      params: { terms: ['ass'] },
      value: 1,
    },
  ],
  compile({ terms, topics }) {
    if (terms.length > 0 || Object.keys(topics).length > 0) return [];
    return [{ pointer: '', message: 'must name `terms` or `topics`' }];
  },
  look(text, params, { work }) {
    work.spend(text.length * STEPS_PER_CHARACTER, 'folding the text');
    const banned = foldedTerms(params, work);
    work.spend((banned.length * text.length) / CHARACTERS_PER_STEP, 'searching for terms');
    const folded = fold(text, params);
    let boundaries: Set<number> | undefined;
    const isBoundary = (at: number) => {
      if (boundaries === undefined) {
        spendOnSegments(work, [text], 'cutting the text into words');
        boundaries = wordBoundaries(text);
      }
      return boundaries.has(at);
    };
    const spans: Span[] = [];
    for (const { folded: wanted, note } of banned) {
      const step = wanted.length;
      for (
        let at = folded.text.indexOf(wanted);
        at !== -1;
        at = folded.text.indexOf(wanted, at + step)
      ) {
        const start = folded.starts[at] ?? 0;
        const end = folded.ends[at + step - 1] ?? text.length;
        const isWhole = standsAlone(text, start, end, isBoundary);
        if (params.wholeWords && !isWhole) continue;
        spans.push({ kind: 'banned-term', start, end, certainty: 0.98, ...(note ? { note } : {}) });
      }
    }
    return params.leetspeak ? [...spans, ...spacedOut(text, banned)] : spans;
  },
});

interface Banned {
  folded: string;
  note?: string;
}

interface Params {
  terms: readonly string[];
  topics: Readonly<Record<string, readonly string[]>>;
  ignoreAccents: boolean;
  leetspeak: boolean;
}

const foldedTerms = oncePerPlan((params: Params, work: Work): Banned[] => {
  const all = [
    ...params.terms.map((text) => ({ text, topic: undefined })),
    ...Object.entries(params.topics).flatMap(([topic, texts]) =>
      texts.map((text) => ({ text, topic })),
    ),
  ];
  work.spend(all.length * STEPS_PER_TERM, 'folding terms');
  const banned = new Map<string, Banned>();
  for (const { text, topic } of all) {
    const folded = fold(text, params).text.trim();
    if (folded === '' || banned.has(folded)) continue;
    banned.set(folded, { folded, ...(topic === undefined ? {} : { note: `Topic: ${topic}.` }) });
  }
  return [...banned.values()];
});

const STEPS_PER_TERM = 20_000;

const WORD_SIGN = lazyPattern(String.raw`[\p{L}\p{M}\p{N}_]`, 'u');
const UNSPACED = lazyPattern(
  String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]`,
  'u',
);

/** Whether a span begins and ends where words do: beside no letter, or by a dictionary. */
function standsAlone(
  text: string,
  start: number,
  end: number,
  isBoundary: (at: number) => boolean,
): boolean {
  return (
    isEdge(signBefore(text, start), signAt(text, start), () => isBoundary(start)) &&
    isEdge(signBefore(text, end), signAt(text, end), () => isBoundary(end))
  );
}

function isEdge(before: string, after: string, isBoundary: () => boolean): boolean {
  if (!WORD_SIGN().test(before) || !WORD_SIGN().test(after)) return true;
  return UNSPACED().test(before) && UNSPACED().test(after)
    ? isBoundary()
    : UNSPACED().test(before) !== UNSPACED().test(after);
}

function signAt(text: string, at: number): string {
  return at >= text.length ? '' : String.fromCodePoint(text.codePointAt(at) ?? 0);
}

function signBefore(text: string, at: number): string {
  return [...text.slice(Math.max(0, at - 2), at)].at(-1) ?? '';
}

const SPACED_OUT = lazyPattern(
  String.raw`(?<![\p{L}\p{N}])[\p{L}\p{N}@$!](?:[ ._*-]{1,2}[\p{L}\p{N}@$!]){2,40}(?![\p{L}\p{N}])`,
  'gu',
);

/** Terms written letter by letter: `h.a.t.e`. */
function spacedOut(text: string, banned: readonly Banned[]): Span[] {
  return Array.from(text.matchAll(SPACED_OUT()), ({ 0: match, index: start }): Span[] => {
    const letters = fold(match.replace(/[ ._*-]/g, ''), {
      ignoreAccents: true,
      leetspeak: true,
    }).text;
    const found = banned.find(({ folded }) => letters.includes(folded.replaceAll(' ', '')));
    if (found === undefined) return [];
    const note = found.note ? { note: found.note } : {};
    return [{ kind: 'banned-term', start, end: start + match.length, certainty: 0.85, ...note }];
  }).flat();
}
