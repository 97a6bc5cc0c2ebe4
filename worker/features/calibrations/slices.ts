import type { CalibrationSlice, SliceKind } from '@assay/schema/types.ts';
import { sliceBiases } from '../../core/statistics/slices/slice-bias.ts';
import type { Pair } from './usable-pairs.ts';
import { weightedShare } from './weighted.ts';

/** Smaller slices have no interval worth showing. */
const LEAST = 10;
const MOST_SLICES = 30;
const SIGNIFICANT = 0.05;

/**
 * How the judge does on parts of the samples. With so many slices one of them is bound to stand out by
 * chance, so intervals and comparisons are corrected for their number.
 *
 * @param pairs that count alike
 */
export function slicesOf(pairs: readonly Pair[]): CalibrationSlice[] {
  const found = [...groups(pairs)]
    .filter(({ members }) => members.length >= LEAST && members.length < pairs.length)
    .sort((a, b) => b.members.length - a.members.length)
    .slice(0, MOST_SLICES);
  const coverage = 1 - 0.05 / Math.max(1, found.length);
  const biases = sliceBiases(
    found.map(({ by, slice, members }) => {
      const own = new Set(members);
      return {
        name: `${by} ${slice}`,
        inside: members.map(excess),
        outside: pairs.filter((pair) => !own.has(pair)).map(excess),
      };
    }),
  );
  return found.flatMap(({ by, slice, members }, i) => {
    const agreement = weightedShare(members, ({ isGood, passed }) => isGood === passed, coverage);
    const biased = biases[i];
    if (agreement === null || biased === undefined) return [];
    const { bias, probability } = biased;
    const isDifferent = probability !== null && probability < SIGNIFICANT;
    return [{ by, slice, n: members.length, agreement, bias, isDifferent }];
  });
}

/** The judge's pass minus that of people. */
function excess({ passed, isGood }: Pair): number {
  return Number(passed) - Number(isGood);
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
