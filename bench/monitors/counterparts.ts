import {
  PAGE_HINKLEY_START,
  pageHinkleyStep,
} from '../../worker/core/statistics/drift/control-charts.ts';

/** A detector that sees the baseline first and then the stream; it answers whether it alarms. */
export type Counterpart = (baseline: readonly number[]) => (value: number) => boolean;

export interface CounterpartKind {
  name: string;
  /** As people use it. */
  usual: { setting: string; detector: Counterpart };
  /** From the quickest to alarm to the slowest, of which the one with the run length asked for is taken. */
  settings: readonly { setting: string; detector: Counterpart }[];
}

const WINDOW = 100;

/** The mean of the last hundred values beside that of the baseline, in standard errors. */
function rollingZ(limit: number): Counterpart {
  return (baseline) => {
    const mean = baseline.reduce((sum, value) => sum + value, 0) / baseline.length;
    const variance =
      baseline.reduce((sum, value) => sum + (value - mean) ** 2, 0) / baseline.length;
    const error = Math.sqrt(variance * (1 / WINDOW + 1 / baseline.length));
    const recent: number[] = [];
    let sum = 0;
    return (value) => {
      recent.push(value);
      sum += value - (recent.length > WINDOW ? (recent.shift() ?? 0) : 0);
      return recent.length === WINDOW && Math.abs(sum / WINDOW - mean) > limit * error;
    };
  };
}

/** On values and on their negatives. Source: Page 1954; Mouss et al. 2004. */
function pageHinkley(limit: number, allowance: number): Counterpart {
  return (baseline) => {
    let [up, down] = [PAGE_HINKLEY_START, PAGE_HINKLEY_START];
    const take = (value: number) => {
      up = pageHinkleyStep(up, value, allowance);
      down = pageHinkleyStep(down, -value, allowance);
      return up.count >= 30 && Math.max(up.sum - up.least, down.sum - down.least) > limit;
    };
    for (const value of baseline) take(value);
    return take;
  };
}

interface Bucket {
  count: number;
  sum: number;
  squares: number;
}

const CLOCK = 32;
const LEAST_WINDOW = 5;
const BUCKETS_OF_A_SIZE = 5;

/**
 * ADWIN2 with the parameters river has by default: looks every 32 values, at most 5 buckets of a size.
 *
 * Source: Bifet & Gavaldà 2007, "Learning from time-changing data with adaptive windowing".
 */
function adwin(delta: number): Counterpart {
  return (baseline) => {
    let buckets: Bucket[] = [];
    let ticks = 0;
    const take = (value: number) => {
      buckets = compressed([...buckets, { count: 1, sum: value, squares: value ** 2 }]);
      ticks += 1;
      if (ticks % CLOCK > 0) return false;
      let isAlarm = false;
      while (buckets.length > 1 && hasCut(buckets, delta)) {
        isAlarm = true;
        buckets = buckets.slice(1);
      }
      return isAlarm;
    };
    for (const value of baseline) take(value);
    return take;
  };
}

function compressed(buckets: Bucket[]): Bucket[] {
  let end = buckets.length;
  while (end > BUCKETS_OF_A_SIZE) {
    const first = end - BUCKETS_OF_A_SIZE - 1;
    const [one, next] = [buckets[first], buckets[first + 1]];
    if (!one || !next || one.count !== buckets[end - 1]?.count) break;
    buckets.splice(first, 2, added(one, next));
    end = first + 1;
  }
  return buckets;
}

function added(one: Bucket, other: Bucket): Bucket {
  return {
    count: one.count + other.count,
    sum: one.sum + other.sum,
    squares: one.squares + other.squares,
  };
}

function hasCut(buckets: readonly Bucket[], delta: number): boolean {
  const all = buckets.reduce(added);
  const variance = all.squares / all.count - (all.sum / all.count) ** 2;
  const log = Math.log((2 * Math.log(all.count)) / delta);
  let before = { count: 0, sum: 0, squares: 0 };
  for (const bucket of buckets) {
    before = added(before, bucket);
    const [left, right] = [before.count, all.count - before.count];
    if (left < LEAST_WINDOW || right < LEAST_WINDOW) continue;
    const inverse = 1 / (left - LEAST_WINDOW + 1) + 1 / (right - LEAST_WINDOW + 1);
    const limit = Math.sqrt(2 * inverse * variance * log) + (2 / 3) * log * inverse;
    if (Math.abs(before.sum / left - (all.sum - before.sum) / right) > limit) return true;
  }
  return false;
}

export const COUNTERPARTS: readonly CounterpartKind[] = [
  {
    name: 'rolling z-test',
    usual: { setting: 'z beyond 3', detector: rollingZ(3) },
    settings: [2.5, 3, 3.25, 3.5, 3.75, 4, 4.5].map((limit) => ({
      setting: `z beyond ${limit}`,
      detector: rollingZ(limit),
    })),
  },
  {
    name: 'Page-Hinkley',
    usual: { setting: 'limit 50, allowance .005', detector: pageHinkley(50, 0.005) },
    settings: [6, 9, 12, 15, 20, 25, 35].map((limit) => ({
      setting: `limit ${limit}, allowance .025`,
      detector: pageHinkley(limit, 0.025),
    })),
  },
  {
    name: 'ADWIN',
    usual: { setting: 'delta .002', detector: adwin(0.002) },
    settings: [1, 0.3, 0.1, 0.03, 0.01, 0.002, 0.0005].map((delta) => ({
      setting: `delta ${delta}`,
      detector: adwin(delta),
    })),
  },
];
