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
  const likely = spans.filter(({ certainty }) => certainty >= LEAST);
  const holders = likely.filter(({ kind }) => rankOf(kind) > 0).sort((a, b) => a.start - b.start);
  if (holders.length === 0) return likely;
  const reaches = new Map<number, Reach>();
  return likely.filter(({ kind, start, end }) => {
    const rank = rankOf(kind);
    const reach = reaches.get(rank) ?? reachOf(holders.filter((each) => rankOf(each.kind) > rank));
    reaches.set(rank, reach);
    return farthest(reach, start) < end;
  });
}

function rankOf(kind: string): number {
  return HOLDS[kind] ?? 0;
}

/** Where holders begin, sorted, and how far those that begin there or before reach. */
interface Reach {
  starts: number[];
  ends: number[];
}

function reachOf(holders: readonly Span[]): Reach {
  const ends: number[] = [];
  for (const { end } of holders) ends.push(Math.max(end, ends.at(-1) ?? 0));
  return { starts: holders.map(({ start }) => start), ends };
}

/** How far a holder reaches that begins at a place or before; -1 without one. */
function farthest({ starts, ends }: Reach, place: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= place) low = middle + 1;
    else high = middle;
  }
  return ends[low - 1] ?? -1;
}
