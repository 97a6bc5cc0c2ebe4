import { pairedDifferences } from '../errors/paired-differences.ts';
import type { Estimate } from '../estimate.ts';
import { mean } from '../moments.ts';
import { repeatedMean } from './repeated-mean.ts';

/** The values of one item with what it needs at one depth: from 0 (first) to 1 (last). */
export interface ValuesAtDepth {
  item: string;
  depth: number;
  values: readonly number[];
}

export interface PositionCurve {
  /** By depth. The intervals of all points hold together. */
  points: { depth: number; items: number; mean: Estimate }[];
  /** The mean over inner depths less that over both ends, of items that have all; null without. */
  middle: { items: number; difference: Estimate; probability: number } | null;
}

/**
 * The mean by depth, as a curve whose intervals cover the true curve together, and what the middle
 * loses against the ends. Which depths are compared is settled before looking, so that the worst point
 * of a flat curve is not taken for a finding.
 *
 * Source: Liu et al. 2024, "Lost in the middle" (the curve); Dunn 1961 (intervals that hold together).
 * @param values from 0 to 1; at least one
 * @param coverage of all points together, and of the loss, between 0 and 1
 */
export function positionCurve(values: readonly ValuesAtDepth[], coverage = 0.95): PositionCurve {
  const depths = [...new Set(values.map(({ depth }) => depth))].toSorted((a, b) => a - b);
  const each = 1 - (1 - coverage) / depths.length;
  const points = depths.map((depth) => {
    const there = values.filter((one) => one.depth === depth);
    const items = there.map((one) => one.values);
    return { depth, items: there.length, mean: repeatedMean(items, each) };
  });
  const pairs = [...Map.groupBy(values, ({ item }) => item).values()].flatMap((all) => {
    const ends = meansWhere(all, (depth) => depth === 0 || depth === 1);
    const inner = meansWhere(all, (depth) => depth > 0 && depth < 1);
    const isWhole = all.length === depths.length && ends.length === 2 && inner.length > 0;
    return isWhole ? [{ first: [mean(inner)], second: [mean(ends)] }] : [];
  });
  const [middle] = pairedDifferences([{ name: 'middle', pairs }], coverage);
  return {
    points,
    middle:
      middle === undefined
        ? null
        : {
            items: middle.items,
            difference: middle.difference,
            probability: middle.probability,
          },
  };
}

function meansWhere(all: readonly ValuesAtDepth[], isThere: (depth: number) => boolean): number[] {
  return all.filter(({ depth }) => isThere(depth)).map(({ values }) => mean(values));
}
