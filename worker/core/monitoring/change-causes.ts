import type { AlarmCause } from '@assay/schema/types.ts';
import { explainChange } from '../statistics/drift/explanation.ts';
import type { Direction } from '../statistics/drift/shiryaev-roberts.ts';
import { addToBook, EMPTY_BOOK, type Labelled, type Trait } from '../statistics/drift/slices.ts';

/** A value, and what it can be told apart by. */
export interface ExplainedValue {
  value: number;
  atMs: number;
  slices: Record<string, string>;
  versions: Record<string, string>;
  scores: Record<string, number>;
}

interface Sum {
  count: number;
  sum: number;
}

const NOTHING: Sum = { count: 0, sum: 0 };

const MOST_CAUSES = 8;
const LEAST_SCORE_CHANGE = 0.02;

interface ChangeSides {
  before: readonly ExplainedValue[];
  after: readonly ExplainedValue[];
  direction: Direction;
  /** How much less dependent values say, from the detector's plan. */
  power: number;
}

/**
 * What a change of the mean comes from: versions and slices that stand out beyond chance, those that
 * account for most of it first, and, where there are several, the scores that moved most.
 */
export function causesOf(sides: ChangeSides): AlarmCause[] {
  return [...traitCauses(sides), ...scoreCauses(sides)].slice(0, MOST_CAUSES);
}

function traitCauses({ before, after, direction, power }: ChangeSides): AlarmCause[] {
  // One run before the change, and one since.
  const runs = [0, 1].map((number) => [{ direction, number, start: 0, logProduct: 0 }]);
  const sides = [before, after];
  const book = sides.reduce(
    (filled, values, side) =>
      values.reduce((one, value) => addToBook(one, labelled(value), runs[side] ?? []), filled),
    EMPTY_BOOK,
  );
  const explained = explainChange(book, { runs: runs[1] ?? [], direction }, { power });
  if (explained === null) return [];
  const { shift, slices } = explained;
  return slices
    .filter(({ cause }) => cause !== null)
    .flatMap(({ key, value, contribution, ...slice }): AlarmCause[] => {
      const { mean, count } = slice.after;
      if (mean === null) return [];
      const share = Math.min(1, Math.max(0, contribution / shift));
      const [kind, name] = key.startsWith(VERSION)
        ? (['version', key.slice(VERSION.length)] as const)
        : (['slice', key] as const);
      return [{ kind, name, value, before: slice.before.mean, after: mean, count, share }];
    });
}

/** Marks keys that are versions: a slice may have the same name. */
const VERSION = 'version ';

function labelled({ value, atMs, slices, versions }: ExplainedValue): Labelled {
  const traits = [
    ...Object.entries(versions).map(([name, of]) => ({ key: `${VERSION}${name}`, value: of })),
    ...Object.entries(slices).map(([key, of]) => ({ key, value: of })),
  ];
  return { value, atMs, traits: inTurn(traits) };
}

/** The first keys are counted: slices and versions by turns, so that many of the one leave room for the other. */
function inTurn(traits: readonly Trait[]): Trait[] {
  const [versions, slices] = [true, false].map((isVersion) =>
    traits.filter(({ key }) => key.startsWith(VERSION) === isVersion),
  );
  return traits.flatMap((_, i) =>
    [versions?.[i], slices?.[i]].filter((trait) => trait !== undefined),
  );
}

function scoreCauses({ before, after, direction }: ChangeSides): AlarmCause[] {
  const sign = direction === 'decrease' ? -1 : 1;
  const [was, is] = [scoreTotals(before), scoreTotals(after)];
  if (is.size < 2) return [];
  return [...is]
    .flatMap(([name, total]): AlarmCause[] => {
      const [old, now] = [meanOf(was.get(name) ?? NOTHING), meanOf(total)];
      if (old === null || now === null || sign * (now - old) < LEAST_SCORE_CHANGE) return [];
      const { count } = total;
      return [{ kind: 'scorer', name, value: null, before: old, after: now, count, share: null }];
    })
    .sort((one, other) => sign * (gainOf(other) - gainOf(one)));
}

const gainOf = ({ before, after }: AlarmCause) => after - (before ?? after);

function scoreTotals(values: readonly ExplainedValue[]): Map<string, Sum> {
  const totals = new Map<string, Sum>();
  for (const { scores } of values) {
    for (const [name, value] of Object.entries(scores)) {
      const { count, sum } = totals.get(name) ?? NOTHING;
      totals.set(name, { count: count + 1, sum: sum + value });
    }
  }
  return totals;
}

function meanOf({ count, sum }: Sum): number | null {
  return count === 0 ? null : sum / count;
}
