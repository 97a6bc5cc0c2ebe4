/** A span that a person marked, or that a detector found. */
export interface Marked {
  kind: string;
  start: number;
  end: number;
}

export interface SpanCounts {
  found: number;
  /** Of those found, the ones with exactly the marked bounds. */
  exact: number;
  missed: number;
  wrong: number;
}

// A span is found where one of its kind has at least half of the union of both.
const LEAST_OVERLAP = 0.5;

/** Adds what was found of one text to the counts of each kind. */
export function countSpans(
  counts: Map<string, SpanCounts>,
  marked: readonly Marked[],
  found: readonly Marked[],
): void {
  const left = new Set(found);
  const of = (kind: string) => {
    const known = counts.get(kind) ?? { found: 0, exact: 0, missed: 0, wrong: 0 };
    counts.set(kind, known);
    return known;
  };
  for (const span of marked) {
    const [best] = [...left]
      .map((each) => ({ each, overlap: each.kind === span.kind ? overlapOf(each, span) : 0 }))
      .toSorted((a, b) => b.overlap - a.overlap);
    const count = of(span.kind);
    if (best && best.overlap >= LEAST_OVERLAP) {
      left.delete(best.each);
      count.found += 1;
      if (best.overlap === 1) count.exact += 1;
    } else count.missed += 1;
  }
  for (const { kind } of left) of(kind).wrong += 1;
}

/** Characters in both, by characters in either. */
function overlapOf(a: Marked, b: Marked): number {
  const both = Math.min(a.end, b.end) - Math.max(a.start, b.start);
  return both <= 0 ? 0 : both / (Math.max(a.end, b.end) - Math.min(a.start, b.start));
}

export function f1Of({ found, missed, wrong }: SpanCounts): number {
  return (2 * found) / (2 * found + missed + wrong);
}

export function sumOf(counts: Iterable<SpanCounts>): SpanCounts {
  const sum = { found: 0, exact: 0, missed: 0, wrong: 0 };
  for (const count of counts) {
    sum.found += count.found;
    sum.exact += count.exact;
    sum.missed += count.missed;
    sum.wrong += count.wrong;
  }
  return sum;
}
