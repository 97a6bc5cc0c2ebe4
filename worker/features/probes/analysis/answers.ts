import type { PairedValues } from '../../../core/statistics/errors/paired-differences.ts';

/** Name of the score that says whether an answer refuses. */
export const REFUSALS = 'probe-refusal';

/** One answer to one variant of one sample. */
export interface ProbeAnswer {
  /** The original: its id, or its position. */
  of: string;
  variant: string;
  /** From 0 to 1; null if there is no score. */
  value: number | null;
  /** The text of the answer, or its hash; null if there is none. */
  output: string | null;
  /** Whether it refuses; null if that was not looked at. */
  refused: boolean | null;
  /** Whether it means the same as the first answer to its sample; undefined where that is not known. */
  meansTheSame?: boolean;
  /** The cell of the experiment. */
  cell?: number;
  /** Numbers and names that belong to the variant. */
  at?: Readonly<Record<string, string | number>>;
}

/** A number of an answer that is compared. */
export type Measure = (answer: ProbeAnswer) => number | null;

export const scoreOf: Measure = ({ value }) => value;

export const refusalOf: Measure = ({ refused }) => (refused === null ? null : Number(refused));

/** The values of each sample's answers, of those that have some. */
export function valuesBySample(
  answers: readonly ProbeAnswer[],
  measure: Measure = scoreOf,
): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const answer of answers) {
    const value = measure(answer);
    if (value === null) continue;
    const values = found.get(answer.of);
    if (values) values.push(value);
    else found.set(answer.of, [value]);
  }
  return found;
}

/** Answers by the name of their variant, in the order in which names first occur. */
export function byVariant(answers: readonly ProbeAnswer[]): Map<string, ProbeAnswer[]> {
  return Map.groupBy(answers, ({ variant }) => variant);
}

/** The values of samples that have some under both conditions. */
export function pairsOf(
  first: ReadonlyMap<string, readonly number[]>,
  second: ReadonlyMap<string, readonly number[]>,
): PairedValues[] {
  return [...first].flatMap(([of, values]) => {
    const other = second.get(of);
    return other === undefined ? [] : [{ first: values, second: other }];
  });
}
