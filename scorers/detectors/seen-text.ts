import { lazyPattern } from '../lazy-pattern.ts';
import type { Span } from './finding.ts';
import { isAscii } from './signs-in.ts';

/** A text as a reader sees it. */
export interface SeenText {
  text: string;
  /** The span of the text as sent that is seen as this one. */
  asSent(span: Span): Span;
}

// Signs that take no room: soft hyphens, joiners, marks of direction, variation selectors, tags. Then
// letters with marks of their own, which many write as one sign.
const UNSEEN = lazyPattern(String.raw`\p{Default_Ignorable_Code_Point}`, 'u');
const DIFFERENT = lazyPattern(
  String.raw`\p{Default_Ignorable_Code_Point}+|[a-z][\u0300-\u036f]+`,
  'giu',
);

/**
 * A text without signs that nobody sees, and with accents as parts of their letters: what hides a number
 * or an address from a pattern, and from no reader.
 *
 * @returns undefined for a text that has none of them
 */
export function seenText(sent: string): SeenText | undefined {
  if (isAscii(sent)) return undefined;
  let text = '';
  let copied = 0;
  // From which place in the text that is seen on, how much further its signs stand in the text as sent.
  const from = [0];
  const shifts = [0];
  for (const { 0: given, index } of sent.matchAll(DIFFERENT())) {
    const seen = UNSEEN().test(given) ? '' : given.normalize('NFC');
    if (seen === given) continue;
    text += sent.slice(copied, index) + seen;
    copied = index + given.length;
    from.push(text.length);
    shifts.push(copied - text.length);
  }
  if (from.length === 1) return undefined;
  text += sent.slice(copied);

  const shiftAt = (at: number) => {
    let low = 0;
    for (let high = from.length; high - low > 1; ) {
      const middle = (low + high) >> 1;
      if ((from[middle] ?? 0) <= at) low = middle;
      else high = middle;
    }
    return shifts[low] ?? 0;
  };
  // A span ends behind its last sign, not before the unseen ones that follow.
  const endOf = (end: number) => (end === 0 ? 0 : end - 1 + shiftAt(end - 1) + 1);
  return {
    text,
    asSent: (span) => ({
      ...span,
      start: span.start + shiftAt(span.start),
      end: endOf(span.end),
    }),
  };
}
