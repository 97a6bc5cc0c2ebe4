import type { OpenRange, RangeStore, RangeWrite } from '../../store/ranges.ts';
import { giveUp, isPending, writeOf } from './range-results.ts';
import { type SendOnNeeds, sendOn } from './send-on.ts';

export interface BreakUpNeeds extends SendOnNeeds {
  ranges: RangeStore;
  nowMs(): number;
}

/** A hundred samples are narrowed down to the faulty one in two steps. */
const PARTS = 10;
/** A sample that crashed its consumer this often becomes an error. */
export const MOST_DEATHS = 3;

/**
 * Splits a range whose consumer crashed, so that the other samples are scored without the faulty
 * one. A range of one sample is tried a few times; then its sample becomes an error.
 *
 * @returns whether the range was split; false if it should be tried unchanged
 */
export async function breakUp(range: OpenRange, services: BreakUpNeeds): Promise<boolean> {
  const { ranges, nowMs, log } = services;
  const pending = range.items.filter(isPending).length;
  if (pending <= 1 && range.deaths < MOST_DEATHS) return false;
  const { batchId, start, projectId, deaths } = range;
  log({ level: 'warn', event: 'range_broken_up', batchId, start, projectId, pending, deaths });
  const outcome =
    pending <= 1
      ? await ranges.write(giveUp(range, nowMs()))
      : await ranges.split(range, partsOf(range, nowMs()));
  await sendOn(outcome, services);
  // Where another delivery wrote in the meantime, there was no death.
  return outcome.isWritten;
}

/** About equal parts, by the samples that are pending. */
function partsOf(range: OpenRange, nowMs: number): RangeWrite[] {
  const most = Math.ceil(range.items.filter(isPending).length / PARTS);
  const parts: OpenRange['items'][] = [];
  let pending = 0;
  for (const item of range.items) {
    if (parts.length === 0 || (isPending(item) && pending === most)) {
      parts.push([]);
      pending = 0;
    }
    parts.at(-1)?.push(item);
    if (isPending(item)) pending += 1;
  }
  const starts = parts.map(([first], i) => (i === 0 ? range.start : (first?.at ?? range.end)));
  return parts.map((items, i) => {
    const part = { start: starts[i] ?? range.start, end: starts[i + 1] ?? range.end, items };
    return writeOf({ ...range, ...part }, [], nowMs, null);
  });
}
