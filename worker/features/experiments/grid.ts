import { type Random, randomIndex, seededRandom } from '../../core/statistics/random.ts';

/** How many samples, variants and repeats an experiment has. */
export interface Grid {
  samples: number;
  variants: number;
  repeats: number;
}

/** Which answer a cell is. */
export interface CellPlace {
  sample: number;
  variant: number;
  repeat: number;
}

/** The number of a cell: (sample × variants + variant) × repeats + repeat. */
export function indexOf({ sample, variant, repeat }: CellPlace, { variants, repeats }: Grid) {
  return (sample * variants + variant) * repeats + repeat;
}

export function placeOf(index: number, { variants, repeats }: Grid): CellPlace {
  const row = Math.floor(index / repeats);
  return {
    sample: Math.floor(row / variants),
    variant: row % variants,
    repeat: index % repeats,
  };
}

export function cellsOf({ samples, variants, repeats }: Grid): number {
  return samples * variants * repeats;
}

/** The variants of one target, and how its calls are divided into parts that are leased apart. */
export interface Lane {
  variants: readonly number[];
  /** Of each part, how many calls it makes at once. */
  calls: readonly number[];
}

/**
 * Divides the calls of each target into parts of at most so many at once, which an invocation can make.
 *
 * @param targets what tells the target of each variant from others
 */
export function lanesOf(
  targets: readonly string[],
  { concurrency, most }: { concurrency: number; most: number },
): Lane[] {
  return [...new Set(targets)].map((target) => {
    const variants = targets.flatMap((each, i) => (each === target ? [i] : []));
    const parts = Math.ceil(concurrency / most);
    const calls = Array.from({ length: parts }, (_, i) => Math.floor((concurrency + i) / parts));
    return { variants, calls };
  });
}

/** One part of a lane. */
export interface Part {
  lane: Lane;
  /** Its place among the parts of the lane. */
  place: number;
}

/** The part with a number, as parts are counted over all lanes. */
export function partAt(lanes: readonly Lane[], part: number): Part | undefined {
  let first = 0;
  for (const lane of lanes) {
    if (part < first + lane.calls.length) return { lane, place: part - first };
    first += lane.calls.length;
  }
  return undefined;
}

/** First and last part of the lane that has a part. */
export function laneParts(lanes: readonly Lane[], part: number): [number, number] {
  let first = 0;
  for (const { calls } of lanes) {
    if (part < first + calls.length) return [first, first + calls.length - 1];
    first += calls.length;
  }
  return [part, part];
}

/** How many cells a part has. */
export function sizeOf({ lane, place }: Part, { samples, repeats }: Grid): number {
  const cells = samples * lane.variants.length * repeats;
  return Math.max(0, Math.ceil((cells - place) / lane.calls.length));
}

/**
 * The cells of a part from one place to another. Samples come in an order that the seed gives, and of
 * each sample all variants before the next: what changes while an experiment runs changes for all.
 *
 * @param order of samples
 */
export function cellsIn(
  { lane, place }: Part,
  [from, to]: [number, number],
  order: readonly number[],
  grid: Grid,
): number[] {
  const each = lane.variants.length * grid.repeats;
  const cells: number[] = [];
  for (let at = from; at < to; at += 1) {
    const position = at * lane.calls.length + place;
    const sample = order[Math.floor(position / each)];
    const variant = lane.variants[Math.floor(position / grid.repeats) % lane.variants.length];
    if (sample === undefined || variant === undefined) break;
    cells.push(indexOf({ sample, variant, repeat: position % grid.repeats }, grid));
  }
  return cells;
}

/** Source: Fisher & Yates, as in Knuth, "The Art of Computer Programming", 3.4.2, algorithm P. */
export function shuffled(count: number, seed: number): number[] {
  const random: Random = seededRandom(seed);
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i -= 1) {
    const j = randomIndex(random, i + 1);
    [order[i], order[j]] = [order[j] ?? j, order[i] ?? i];
  }
  return order;
}

/** The seed of a repeat: the same for every variant and sample, so that pairs share it. */
export function seedOf(seed: number, repeat: number): number {
  return (seed + repeat) % 2 ** 31;
}
