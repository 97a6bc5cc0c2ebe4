import type { TimelinePoint } from '@assay/schema/types.ts';

/** Verdicts that followed each other, as a point of the timeline. */
export interface Bin {
  /** Places of the first and the last. */
  first: number;
  last: number;
  fromMs: number;
  toMs: number;
  count: number;
  sum: number;
  mean: number | null;
  low: number | null;
  high: number | null;
  evidence: number;
  abstained: number;
  errors: number;
}

/** A timeline that becomes coarser as it grows. */
export interface Bins {
  /** @param width how many verdicts a bin has. @returns the width from now on */
  write(bins: readonly Bin[], width: number): number;
  last(): Bin | undefined;
  points(): TimelinePoint[];
}

const MOST_BINS = 400;

export function createBins(sql: SqlStorage): Bins {
  const all = () =>
    sql
      .exec<{ bin: string }>('SELECT bin FROM bins ORDER BY first')
      .toArray()
      .map(({ bin }): Bin => JSON.parse(bin));
  function put(bins: readonly Bin[]): void {
    sql.exec(
      `INSERT OR REPLACE INTO bins (first, bin) SELECT value ->> '$.first', value FROM json_each(?)`,
      JSON.stringify(bins),
    );
  }
  return {
    write(bins, width) {
      put(bins);
      let wider = width;
      for (let kept = all(); kept.length > MOST_BINS; kept = all()) {
        wider *= 2;
        sql.exec('DELETE FROM bins');
        put(halved(kept, wider));
      }
      return wider;
    },
    last: () => all().at(-1),
    points: () => all().map(pointOf),
  };
}

/** The first place of the bin that a place belongs to. */
export function binStart(place: number, width: number): number {
  return place - ((place - 1) % width);
}

function halved(bins: readonly Bin[], width: number): Bin[] {
  const merged = new Map<number, Bin>();
  for (const bin of bins) {
    const first = binStart(bin.first, width);
    const before = merged.get(first);
    merged.set(first, before === undefined ? { ...bin, first } : joined(before, bin));
  }
  return [...merged.values()];
}

/** Two bins, the later one of which says how it stands. */
export function joined(before: Bin, after: Bin): Bin {
  const isKnown = after.mean !== null;
  return {
    ...after,
    first: before.first,
    fromMs: before.fromMs,
    count: before.count + after.count,
    sum: before.sum + after.sum,
    mean: isKnown ? after.mean : before.mean,
    low: isKnown ? after.low : before.low,
    high: isKnown ? after.high : before.high,
    evidence: Math.max(before.evidence, after.evidence),
    abstained: before.abstained + after.abstained,
    errors: before.errors + after.errors,
  };
}

function pointOf({ last, fromMs, toMs, count, sum, ...bin }: Bin): TimelinePoint {
  const { mean, low, high, evidence, abstained, errors } = bin;
  return {
    at: last,
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    count,
    value: count === 0 ? null : sum / count,
    ...{ mean, low, high, evidence, abstained, errors },
  };
}
