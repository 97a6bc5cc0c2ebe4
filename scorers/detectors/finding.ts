import { hasLetterOrDigit } from '../text/letters.ts';

/** Something unwanted in one text, as a detector finds it. */
export interface Span {
  /** What it is, such as `email`: one of the kinds that the detector declares. */
  kind: string;
  /** Where it begins in the text as sent, in UTF-16 code units. */
  start: number;
  /** Where it ends, exclusive. */
  end: number;
  /** How sure the detector is, from 0 to 1. */
  certainty: number;
  /** What it shows, where the kind does not say all. It must not quote what is private. */
  note?: string;
}

/** A span, and the text of the sample that it is in. */
export interface Finding extends Span {
  /** JSON pointer of that text. */
  pointer: string;
}

/**
 * Spans without overlaps, sorted, that cover all that the given ones cover: what a redaction needs.
 *
 * Equal spans, and spans inside surer ones, are dropped. Of two that overlap the surer keeps all of its
 * own, else the longer, else the earlier; the other keeps what is left of it, in one or two pieces,
 * unless that has no letter or digit. A detector that knows better which of two is right has to
 * drop the other itself.
 */
export function mergeSpans(text: string, spans: readonly Span[]): Span[] {
  if (isApart(spans)) return [...spans];
  const ranked = spans
    .filter(({ start, end }) => start < end)
    .sort(
      (a, b) =>
        b.certainty - a.certainty || b.end - b.start - (a.end - a.start) || a.start - b.start,
    );
  const owners = ownersOf(text.length, ranked);
  const merged: Span[] = [];
  for (let start = 0; start < text.length; ) {
    const owner = owners[start];
    let end = start + 1;
    while (end < text.length && owners[end] === owner) end += 1;
    const span = ranked[(owner ?? 0) - 1];
    const isWhole = span?.start === start && span.end === end;
    if (span && (isWhole || hasLetterOrDigit(text.slice(start, end)))) {
      merged.push({ ...span, start, end });
    }
    start = end;
  }
  return merged;
}

/** Whether spans are sorted and do not overlap already, as most detectors find them. */
function isApart(spans: readonly Span[]): boolean {
  let end = 0;
  for (const span of spans) {
    if (span.start < end || span.end <= span.start) return false;
    end = span.end;
  }
  return true;
}

/** For each character the number, from 1, of the first span that covers it; 0 where none does. */
function ownersOf(length: number, ranked: readonly Span[]): Int32Array {
  const owners = new Int32Array(length);
  // The next character without an owner, found by halving paths as disjoint sets do.
  const free = Int32Array.from({ length: length + 1 }, (_, i) => i);
  const nextFree = (from: number) => {
    let at = from;
    while (free[at] !== at) {
      const next = free[at] ?? length;
      free[at] = free[next] ?? length;
      at = free[at] ?? length;
    }
    return at;
  };
  for (const [i, { start, end }] of ranked.entries()) {
    for (let at = nextFree(start); at < end; at = nextFree(at)) {
      owners[at] = i + 1;
      free[at] = at + 1;
    }
  }
  return owners;
}
