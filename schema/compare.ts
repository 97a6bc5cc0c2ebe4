import * as z from 'zod';
import { jsonObject, nameField, unitInterval } from './fields.ts';
import { LIMITS } from './limits.ts';
import { Sample, TokenUsage } from './sample.ts';
import { Score } from './score.ts';
import type * as contract from './types.ts';

const side = z.union([Sample, z.array(Sample).min(1).max(LIMITS.samples)]);

export const CompareRequest: z.ZodType<contract.CompareRequest> = z
  .strictObject({
    a: side.describe('A sample, or up to 100 with an `id` each.'),
    b: side.describe(
      'The other side: a sample, or samples with the same ids in any order. Their `input`, where given, has to be that of `a`.',
    ),
    scorer: nameField
      .exactOptional()
      .describe('`pairwise`, which is the default, or a scorer of yours that is made of it.'),
    params: jsonObject.exactOptional().describe('Parameters of `pairwise`: criterion and dials.'),
    deadlineMs: z
      .int()
      .min(1)
      .max(LIMITS.deadlineMs)
      .exactOptional()
      .describe('Pairs not judged by then are undecided, in milliseconds; 30,000 when left out.'),
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
    undecided: count.describe('Pairs that no judge could decide; they count for neither.'),
    winRate: unitInterval
      .nullable()
      .describe('Share of the decided pairs that `a` won, a tie as half; null with none.'),
    interval: z
      .strictObject({
        low: unitInterval.describe('Its lower end.'),
        high: unitInterval.describe('Its upper end.'),
      })
      .nullable()
      .describe('95% interval of the win rate (Wilson).'),
    pairs: z
      .array(
        z.strictObject({
          id: z.string().nullable().describe('The `id` that both samples have.'),
          winner: z
            .enum(['a', 'b', 'tie'])
            .nullable()
            .describe('null when it could not be decided.'),
          score: Score.describe('The score of `a` against `b`.'),
        }),
      )
      .describe('Each pair, in the order of `a`.'),
    usage: TokenUsage.describe('Tokens that judges used.'),
    costUsd: z.number().min(0).describe('What it cost, in US dollars.'),
  })
  .meta({ id: 'Comparison' });
