/**
 * The sentences of a text, with the contexts that each cites: `[1]`, `[1, 3]`, `[2-4]`, `[^1]`,
 * `【1】` by place, `[id]` by the id of a context, which goes before its place. Marks that follow a
 * sentence on its line belong to it. Numbers that no context has are citations of nothing; other
 * text in brackets is no citation.
 */

import type { ContextView } from '../sample.ts';
import { hasLetterOrDigit } from '../text/letters.ts';
import { type Span, sentenceSpans } from '../text/sentence-spans.ts';

export interface CitedStatement extends Span {
  /** The places of the contexts it cites, counted from 1, each once. */
  contexts: number[];
  /** Citations of contexts that are not there, as they are written. */
  dangling: string[];
}

const MARK = /[[【]([^[\]【】\n]{1,200})[\]】]/g;
const LONGEST_RANGE = 20;

/** @param firstNumber the number by which the text cites the first context */
export function citedStatements(
  text: string,
  contexts: readonly ContextView[],
  firstNumber: number,
): CitedStatement[] {
  const byLabel = new Map([
    ...contexts.map((_, i) => [String(i + firstNumber), i + 1] as const),
    ...contexts.flatMap(({ id }, i) => (id === undefined ? [] : [[id, i + 1] as const])),
  ]);

  const marks = [...text.matchAll(MARK)].flatMap((match) => {
    const read = readMark(match[1] ?? '', byLabel);
    const isCitation = read.contexts.length + read.dangling.length > 0;
    return isCitation ? [{ ...read, start: match.index, end: match.index + match[0].length }] : [];
  });
  // A mark between two sentences would hide where one ends: blank, it takes the same room.
  let blanked = '';
  for (const { start, end } of marks) {
    blanked += text.slice(blanked.length, start) + ' '.repeat(end - start);
  }
  const spans = sentenceSpans(blanked + text.slice(blanked.length));
  const statements = spans.map((span) => ({ ...span, own: [] as typeof marks }));

  let i = 0;
  for (const mark of marks) {
    // The last sentence that begins before the mark; the next where a new line is between them.
    while ((statements[i + 1]?.start ?? Infinity) < mark.start) i += 1;
    const before = statements[i];
    const isBefore = before !== undefined && before.start < mark.start;
    const isApart = isBefore && text.slice(before.end, mark.start).includes('\n');
    const owner = isBefore && !isApart ? before : statements[isBefore ? i + 1 : i];
    owner?.own.push(mark);
  }
  return statements
    .filter((span) => hasLetterOrDigit(span.text))
    .map(({ own, ...span }) => {
      const start = Math.min(span.start, ...own.map((mark) => mark.start));
      const end = Math.max(span.end, ...own.map((mark) => mark.end));
      return {
        ...{ start, end, text: text.slice(start, end) },
        contexts: unique(own.flatMap((mark) => mark.contexts)),
        dangling: unique(own.flatMap((mark) => mark.dangling)),
      };
    });
}

function readMark(inside: string, byLabel: ReadonlyMap<string, number>) {
  const whole = byLabel.get(inside.trim());
  if (whole !== undefined) return { contexts: [whole], dangling: [] };
  const contexts: number[] = [];
  const dangling: string[] = [];
  for (const label of inside.split(/[,;]/).flatMap(readLabel)) {
    const place = byLabel.get(label);
    if (place !== undefined) contexts.push(place);
    else if (/^\d{1,4}$/.test(label)) dangling.push(label);
  }
  return { contexts, dangling };
}

/** A label without its footnote sign; a range of numbers as the numbers in it. */
function readLabel(written: string): string[] {
  const label = written.trim().replace(/^[\^#]/, '');
  const [, from, to] = /^(\d{1,4})\s*[-–]\s*(\d{1,4})$/.exec(label) ?? [];
  if (from === undefined || to === undefined) return [label];
  const length = Number(to) - Number(from) + 1;
  if (length < 1 || length > LONGEST_RANGE) return [];
  return Array.from({ length }, (_, i) => String(Number(from) + i));
}

function unique<Item>(items: readonly Item[]): Item[] {
  return [...new Set(items)];
}
