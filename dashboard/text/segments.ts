/** A part of a text that something points at, in UTF-16 code units. */
export interface Mark {
  start: number;
  /** Exclusive. */
  end: number;
  /** What points at it. */
  id: number;
}

/** A run of text with the same marks. */
export interface Segment {
  start: number;
  text: string;
  /** The marks over it, up to `MOST_IDS`, in order. */
  ids: number[];
  /** How many marks are over it. */
  depth: number;
}

/** Thousands of marks over one place are counted, not listed. */
export const MOST_IDS = 8;

/**
 * Cuts a text where marks begin and end; marks may overlap. An offset within a surrogate pair moves
 * outward, so that no character is cut; what lies beyond the text is ignored.
 */
export function segmentsOf(text: string, marks: readonly Mark[]): Segment[] {
  const edges = edgesOf(text, marks);
  const active = new Set<number>();
  const segments: Segment[] = [];
  let from = 0;
  const close = (to: number) => {
    if (to <= from) return;
    const ids = firstOf(active).sort((a, b) => a - b);
    segments.push({ start: from, text: text.slice(from, to), ids, depth: active.size });
    from = to;
  };
  for (const { at, isStart, key } of edges) {
    close(at);
    if (isStart) active.add(key);
    else active.delete(key);
  }
  close(text.length);
  return segments;
}

function firstOf(active: ReadonlySet<number>): number[] {
  const ids: number[] = [];
  for (const id of active) {
    if (ids.length === MOST_IDS) break;
    ids.push(id);
  }
  return ids;
}

interface Edge {
  at: number;
  isStart: boolean;
  key: number;
}

function edgesOf(text: string, marks: readonly Mark[]): Edge[] {
  const edges = marks.flatMap(({ start, end, id }): Edge[] => {
    if (start >= end) return [];
    const from = isWithinPair(text, start) ? start - 1 : Math.max(start, 0);
    const to = isWithinPair(text, end) ? end + 1 : Math.min(end, text.length);
    if (from >= to) return [];
    return [
      { at: from, isStart: true, key: id },
      { at: to, isStart: false, key: id },
    ];
  });
  return edges.sort((a, b) => a.at - b.at);
}

function isWithinPair(text: string, at: number): boolean {
  return /[\ud800-\udbff]/.test(text.charAt(at - 1)) && /[\udc00-\udfff]/.test(text.charAt(at));
}
