import type { CalibrationSlice, SliceKind } from '@assay/schema/types.ts';
import { areApart, gapInterval, gapOf } from './paired-gap.ts';
import type { Pair } from './usable-pairs.ts';
import { weightedShare } from './weighted.ts';

/** Smaller slices say nothing: their intervals are as wide as the scale. */
const LEAST = 10;
const MOST_SLICES = 30;

/**
 * How the judge does on parts of the samples. With so many slices one of them is bound to stand out by
 * chance, so each interval has the coverage 1 − 0.05 / number of slices (Bonferroni).
 */
export function slicesOf(pairs: readonly Pair[]): CalibrationSlice[] {
  const found = [...groups(pairs)]
    .filter(({ members }) => members.length >= LEAST && members.length < pairs.length)
    .sort((a, b) => b.members.length - a.members.length)
    .slice(0, MOST_SLICES);
  const coverage = 1 - 0.05 / Math.max(1, found.length);
  return found.flatMap(({ by, slice, members }) => {
    const agreement = weightedShare(members, ({ isGood, passed }) => isGood === passed, coverage);
    if (agreement === null) return [];
    const inside = new Set(members);
    const rest = pairs.filter((pair) => !inside.has(pair));
    const [own, others] = [gapOf(members, excess), gapOf(rest, excess)];
    return [
      {
        ...{ by, slice, n: members.length, agreement },
        bias: gapInterval(own, coverage),
        isDifferent: rest.length >= LEAST && areApart(own, others, coverage),
      },
    ];
  });
}

interface Group {
  by: SliceKind;
  slice: string;
  members: Pair[];
}

function* groups(pairs: readonly Pair[]): Generator<Group> {
  yield* byLength(pairs);
  yield* byName('language', pairs, ({ traits }) => [traits.language]);
  yield* byName('family', pairs, ({ traits }) => [traits.family]);
  yield* byName('position', pairs, ({ traits }) => [traits.position]);
  yield* byName('tag', pairs, ({ tags }) => tags);
}

/** Thirds by the length of the output, or fewer where many have the same. */
function* byLength(pairs: readonly Pair[]): Generator<Group> {
  const lengths = pairs.map(({ traits }) => traits.length).sort((a, b) => a - b);
  const at = (share: number) => lengths[Math.floor(share * lengths.length)] ?? 0;
  const [first, second] = [at(1 / 3), at(2 / 3)];
  const bounds: [string, (length: number) => boolean][] = [
    [`under ${first} characters`, (length) => length < first],
    [`${first} to ${second} characters`, (length) => length >= first && length <= second],
    [`over ${second} characters`, (length) => length > second],
  ];
  for (const [slice, isIn] of bounds) {
    yield { by: 'length', slice, members: pairs.filter(({ traits }) => isIn(traits.length)) };
  }
}

function* byName(
  by: SliceKind,
  pairs: readonly Pair[],
  namesOf: (pair: Pair) => readonly (string | null)[],
): Generator<Group> {
  const members = new Map<string, Pair[]>();
  for (const pair of pairs) {
    for (const name of new Set(namesOf(pair))) {
      if (name === null) continue;
      const group = members.get(name) ?? [];
      members.set(name, group);
      group.push(pair);
    }
  }
  for (const [slice, own] of members) yield { by, slice, members: own };
}

/** The judge's pass minus that of people. */
function excess({ passed, isGood }: Pair): number {
  return Number(passed) - Number(isGood);
}
