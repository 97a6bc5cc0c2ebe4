import type { Head, Header } from '@assay/scorers/detectors/model/text-model.ts';

/** A trained head before its weights are rounded. */
export interface TrainedHead extends Omit<Head, 'unit'> {
  /** A weight for each known run, in the order of the runs; none where it has to do without. */
  runs: readonly number[];
}

/**
 * The bytes of a weights file, as `readTextModel` reads them.
 *
 * @param lexicon the class of each word, by its hash
 * @param runs hashes of the known runs, sorted
 */
export function writeTextModel(
  detector: string,
  classes: readonly string[],
  lexicon: ReadonlyMap<number, number>,
  runs: readonly number[],
  heads: readonly TrainedHead[],
): Uint8Array {
  const rounded = heads.map((head) => ({
    ...head,
    unit: head.runs.length === 0 ? 0 : unitOf(head.runs),
  }));
  const header: Header = {
    detector,
    classes,
    heads: rounded.map(({ name, bias, unit, features, slope, offset }) => ({
      name,
      bias: digits(bias),
      unit: digits(unit),
      features: features.map(digits),
      slope: digits(slope),
      offset: digits(offset),
    })),
    words: lexicon.size,
    runs: runs.length,
  };
  const json = new TextEncoder().encode(JSON.stringify(header));
  const words = [...lexicon].sort(([a], [b]) => a - b);
  const bytes: number[] = [...uint32(json.length), ...json];
  for (const [hash] of words) bytes.push(...uint32(hash));
  for (const [, known] of words) bytes.push(known);
  let before = 0;
  for (const hash of runs) {
    for (let rest = hash - before, more = true; more; rest >>>= 7) {
      more = rest >= 0x80;
      bytes.push((rest & 0x7f) | (more ? 0x80 : 0));
    }
    before = hash;
  }
  for (const { runs: weights, unit } of rounded) {
    for (const weight of weights) bytes.push(Math.round(weight / unit) & 0xff);
  }
  return Uint8Array.from(bytes);
}

/** The largest weight in 127 steps. */
function unitOf(weights: readonly number[]): number {
  return weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 1e-6) / 127;
}

function digits(value: number): number {
  return Number(value.toPrecision(4));
}

function uint32(value: number): number[] {
  return [value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24];
}
