import * as z from 'zod';
import { hasLetterOrDigit } from '../text/letters.ts';
import { defineDetector } from './define-detector.ts';
import type { Span } from './finding.ts';
import { findLookAlikes } from './invisible/look-alikes.ts';
import {
  BIDI,
  decodeSelectors,
  EMOJI_PART,
  FLAG_BEFORE,
  FLAG_TAGS,
  JOINING,
  OTHER_INVISIBLE,
  RIGHT_TO_LEFT,
  SELECTORS,
  SPACELESS,
  spell,
  TAGS,
  TAKES_SELECTOR,
  ZERO_WIDTH,
} from './invisible/signs.ts';
import { overParam } from './places.ts';
import { signsIn } from './signs-in.ts';

const STEPS_PER_CHARACTER = 100;
const NOTE_CHARACTERS = 120;

/**
 * Text that people do not see and models read: signs of no width, signs that turn the direction of
 * writing, tag characters and variation selectors that carry a message (which is decoded), control
 * characters, and words in which letters of another script stand for Latin ones.
 *
 * Where such signs are at home they are no finding: joiners in emoji and in Arabic, Persian and Indic
 * words, spaces of no width in Thai and Khmer, marks of direction in text that runs right to left, flags of
 * regions, a byte order mark at the beginning, and units such as μm.
 *
 * Source: Unicode Standard Annex 9 and Technical Standards 39 and 51; N. Boucher and R. Anderson,
 * "Trojan Source", 2021; P. Butler, "Smuggling arbitrary data through an emoji", 2025.
 */
export const detectInvisibleText = defineDetector({
  id: 'detect-invisible-text',
  aliases: { 'invisible-text': {} },
  version: 1,
  summary: 'Whether texts are free of signs that people do not see and models read.',
  source: 'Unicode UAX 9, UTS 39, UTS 51; Boucher and Anderson 2021 (Trojan Source)',
  kinds: {
    tags: ['message in tag characters', 'messages in tag characters'],
    'variation-selectors': ['message in variation selectors', 'messages in variation selectors'],
    'zero-width': ['run of signs without width', 'runs of signs without width'],
    bidi: ['sign that turns the direction', 'signs that turn the direction'],
    control: ['run of control characters', 'runs of control characters'],
    'look-alike': ['word with look-alike letters', 'words with look-alike letters'],
  },
  params: () =>
    z.strictObject({ over: overParam(['input', 'output', 'contexts', 'tool-results']) }),
  quotes: false,
  examples: () => [
    {
      title: 'A message in tag characters',
      sample: { input: 'Hello\u{e0048}\u{e0069}\u{e0021}' },
      value: 0.01,
    },
    {
      title: 'Joiners at home',
      sample: { output: 'می‌خواهم 👩‍👩‍👧' },
      value: 1,
    },
  ],
  look(text, _, { work }) {
    if (signsIn(text).isPlain) return [];
    work.spend(text.length * STEPS_PER_CHARACTER, 'looking for invisible signs');
    return [
      ...findTags(text),
      ...findSelectors(text),
      ...findZeroWidth(text),
      ...findBidi(text),
      ...findControls(text),
      ...findLookAlikes(text),
    ];
  },
});

const noteOf = (message: string) => `It says: ${message.slice(0, NOTE_CHARACTERS)}`;

function findTags(text: string): Span[] {
  return Array.from(text.matchAll(TAGS), ({ 0: tags, index: start }) => {
    const isFlag =
      FLAG_TAGS.test(tags) && FLAG_BEFORE.test(text.slice(Math.max(0, start - 2), start));
    const message = spell(tags);
    return {
      kind: 'tags',
      start,
      end: start + tags.length,
      certainty: isFlag ? 0 : message === '' ? 0.8 : 0.99,
      ...(message === '' ? {} : { note: noteOf(message) }),
    };
  }).filter(({ certainty }) => certainty > 0);
}

function findSelectors(text: string): Span[] {
  const spans: Span[] = [];
  for (const { 0: selectors, index: start } of text.matchAll(SELECTORS)) {
    const before = text.slice(Math.max(0, start - 2), start);
    const isOne = [...selectors].length === 1;
    if (isOne && TAKES_SELECTOR().test(before)) continue;
    const message = isOne ? undefined : decodeSelectors(selectors);
    spans.push({
      kind: 'variation-selectors',
      start,
      end: start + selectors.length,
      certainty: isOne ? 0.55 : 0.95,
      ...(message ? { note: noteOf(message) } : {}),
    });
  }
  return spans;
}

// This many signs without width are no accident of copying.
const A_MESSAGE = 4;

function findZeroWidth(text: string): Span[] {
  const spans: Span[] = [];
  for (const { 0: signs, index: start } of text.matchAll(ZERO_WIDTH)) {
    const end = start + signs.length;
    const before = lastSign(text.slice(Math.max(0, start - 2), start));
    const after = String.fromCodePoint(text.codePointAt(end) ?? 0x20);
    const certainty = zeroWidthCertainty(signs, before, after, start);
    if (certainty > 0) spans.push({ kind: 'zero-width', start, end, certainty });
  }
  return spans;
}

function zeroWidthCertainty(signs: string, before: string, after: string, start: number): number {
  if (signs.length >= A_MESSAGE) return 0.95;
  if (signs === '\ufeff' && start === 0) return 0;
  const isJoiner = /^[\u200c\u200d]+$/.test(signs);
  if (isJoiner && (JOINING().test(before) || JOINING().test(after))) return 0;
  if (signs === '\u200d' && EMOJI_PART().test(before) && EMOJI_PART().test(after)) return 0;
  if (/^[\u200b\u2060]$/.test(signs) && (SPACELESS().test(before) || SPACELESS().test(after)))
    return 0;
  // Inside a word it splits what is looked for; between words it comes from web pages.
  return hasLetterOrDigit(before) && hasLetterOrDigit(after) ? 0.8 : signs.length > 1 ? 0.6 : 0.4;
}

function lastSign(text: string): string {
  return [...text].at(-1) ?? ' ';
}

const OVERRIDES = '\u202d\u202e';
const MARKS = '\u200e\u200f\u061c';

function findBidi(text: string): Span[] {
  const isRightToLeft = RIGHT_TO_LEFT().test(text);
  return Array.from(text.matchAll(BIDI), ({ 0: sign, index: start }) => {
    const certainty = OVERRIDES.includes(sign)
      ? isRightToLeft
        ? 0.7
        : 0.95
      : MARKS.includes(sign)
        ? isRightToLeft
          ? 0
          : 0.3
        : isRightToLeft
          ? 0.1
          : 0.7;
    return { kind: 'bidi', start, end: start + 1, certainty };
  }).filter(({ certainty }) => certainty > 0);
}

function findControls(text: string): Span[] {
  return Array.from(text.matchAll(OTHER_INVISIBLE), ({ 0: signs, index: start }) => {
    const isEscape = signs.includes('\x1b');
    const isHangul = /^[\u115f\u1160\u3164\uffa0]+$/.test(signs);
    const certainty = isEscape ? 0.75 : isHangul ? 0.7 : signs.length >= A_MESSAGE ? 0.8 : 0.55;
    return { kind: 'control', start, end: start + signs.length, certainty };
  });
}
