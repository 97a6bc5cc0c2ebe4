import type { Span } from '../finding.ts';

// Lower certainties say nothing, and would only cut other spans in pieces.
const LEAST = 0.2;

/** Kinds that hold others: what is found inside one of them is a part of it. */
const HOLDS: Readonly<Record<string, number>> = {
  'url-credentials': 4,
  email: 3,
  url: 2,
  address: 1,
};

/** Spans without those that are parts of others, and those that are too unlikely. */
export function preferred(spans: readonly Span[]): Span[] {
  const holders = spans.filter(({ kind, certainty }) => kind in HOLDS && certainty >= LEAST);
  holders.sort((a, b) => a.start - b.start);
  const likely = spans.filter(({ certainty }) => certainty >= LEAST);
  if (holders.length === 0) return likely;
  return likely.filter((span) => !isHeld(span, holders));
}

function isHeld(span: Span, holders: readonly Span[]): boolean {
  const rank = HOLDS[span.kind] ?? 0;
  return holders.some(
    (holder) =>
      holder.start <= span.start &&
      holder.end >= span.end &&
      holder !== span &&
      (HOLDS[holder.kind] ?? 0) > rank,
  );
}
