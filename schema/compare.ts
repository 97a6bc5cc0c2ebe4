import * as z from 'zod';
import { deadlineField, jsonObject, nameField, unitInterval } from './fields.ts';
import { LIMITS } from './limits.ts';
import { Sample, TokenUsage } from './sample.ts';
import { Score } from './score.ts';
import type * as contract from './types.ts';

const side = z.union([Sample, z.array(Sample).min(1).max(LIMITS.samples)]);

export const CompareRequest: z.ZodType<contract.CompareRequest> = z
  .strictObject({
    a: side.describe('A sample, or up to 100 samples that each have an `id`.'),
    b: side.describe(
      'The other side: a sample, or samples with the same ids in any order. Their `input`, if given, must equal that of `a`.',
    ),
    scorer: nameField
      .exactOptional()
      .describe('`pairwise` (the default), or a custom scorer based on it.'),
    params: jsonObject
      .exactOptional()
      .describe('Parameters of `pairwise`: the criterion and the judge options.'),
    deadlineMs: deadlineField.describe(
      'Time limit in milliseconds; pairs not judged by then are undecided. Defaults to 30,000.',
    ),
  })
  .meta({ id: 'CompareRequest' });

const count = z.int().min(0);

export const Comparison: z.ZodType<contract.Comparison> = z
  .strictObject({
    wins: z
      .strictObject({
        a: count.describe('Pairs that `a` won.'),
        b: count.describe('Pairs that `b` won.'),
      })
      .describe('Pairs won by each side.'),
    ties: count.describe('Pairs that neither won.'),
    undecided: count.describe('Pairs that no judge could decide; they count for neither side.'),
    winRate: unitInterval
      .nullable()
      .describe(
        'Share of the decided pairs that `a` won, counting a tie as half; null if no pair was decided.',
      ),
    interval: z
      .strictObject({
        low: unitInterval.describe('Lower end.'),
        high: unitInterval.describe('Upper end.'),
      })
      .nullable()
      .describe('95% interval of the win rate (Wilson).'),
    pairs: z
      .array(
        z.strictObject({
          id: z.string().nullable().describe('The `id` of both samples.'),
          winner: z.enum(['a', 'b', 'tie']).nullable().describe('null if it could not be decided.'),
          score: Score.describe('The score of `a` against `b`.'),
        }),
      )
      .describe('One entry per pair, in the order of `a`.'),
    usage: TokenUsage.describe('Tokens used by judges.'),
    costUsd: z.number().min(0).describe('Cost in US dollars.'),
  })
  .meta({ id: 'Comparison' });
