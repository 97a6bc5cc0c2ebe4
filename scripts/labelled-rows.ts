import * as z from 'zod';
import type { Sample, ScorerSettings } from '../schema/types.ts';

/** A row that people judged, as the question that a judge is asked. */
export interface Question {
  sample: Sample;
  scorer: ScorerSettings;
  /** The label that people gave, or their grade. */
  human: string | number;
  /** Where the row came from; figures are told by source. */
  source: string;
}

const shared = { id: z.string(), source: z.string().default('all') };
const Grounded = z.object({
  ...shared,
  context: z.string(),
  output: z.string(),
  label: z.union([z.literal(0), z.literal(1)]),
});
const Pair = z.object({
  ...shared,
  input: z.string(),
  a: z.string(),
  b: z.string(),
  label: z.enum(['a', 'b', 'tie']),
});
const Graded = z.object({
  ...shared,
  input: z.string(),
  output: z.string(),
  context: z.string().optional(),
  human: z.record(z.string(), z.number()),
});

const LEVELS = [
  'Very poor.',
  'Poor: more is wrong than right.',
  'Fair: as much is wrong as is right.',
  'Good: small faults.',
  'Very good: nothing to find fault with.',
].map((anchor, i) => ({ value: i / 4, anchor }));

/**
 * The question of a labelled row: faithfulness for `{ context, output, label }`, pairwise for
 * `{ input, a, b, label }`, a rubric for `{ input, output, human }`, by its dimension `overall` or
 * else its first. undefined for other shapes.
 */
export function questionOf(row: unknown): Question | undefined {
  const pair = Pair.safeParse(row);
  if (pair.success) {
    const { input, a, b, label, source } = pair.data;
    const scorer = { scorer: 'pairwise', params: { baseline: b } };
    return { sample: { input, output: a }, scorer, human: label, source };
  }
  const graded = Graded.safeParse(row);
  if (graded.success) {
    const { input, output, context, human, source } = graded.data;
    const [dimension, grade] =
      Object.entries(human).find(([name]) => name === 'overall') ?? Object.entries(human)[0] ?? [];
    if (dimension === undefined || grade === undefined) return undefined;
    const params = { criterion: `The ${dimension} quality of the output.`, levels: LEVELS };
    return {
      sample: { input, output, ...(context === undefined ? {} : { contexts: [context] }) },
      scorer: { scorer: 'rubric', params },
      human: grade,
      source: `${source}/${dimension}`,
    };
  }
  const grounded = Grounded.safeParse(row);
  if (!grounded.success) return undefined;
  const { context, output, label, source } = grounded.data;
  // Faithful means that every claim is: one that is not makes the label 0.
  const scorer = { scorer: 'faithfulness', threshold: 1 };
  return { sample: { output, contexts: [context] }, scorer, human: String(label), source };
}
