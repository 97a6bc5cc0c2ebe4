import * as z from 'zod';
import { Estimate } from './batch.ts';
import { labelSource, namesOneSource, ONE_SOURCE } from './calibration.ts';
import { CustomScorerVersionInput } from './custom-scorer.ts';
import { runEnd } from './run-end.ts';
import type * as contract from './types.ts';

export const AlignInput: z.ZodType<contract.AlignInput> = z
  .strictObject({
    ...labelSource,
    folds: z
      .int()
      .min(2)
      .max(10)
      .exactOptional()
      .describe('Folds of the cross-validation. Defaults to 4.'),
    examples: z
      .int()
      .min(0)
      .max(8)
      .exactOptional()
      .describe('Maximum few-shot examples to choose. Defaults to 4; 0 tries none.'),
    rewrite: z
      .boolean()
      .exactOptional()
      .describe(
        'Whether the judge model rewrites the criteria from the disagreements, and says how examples do by several criteria. Defaults to true.',
      ),
  })
  .refine(namesOneSource, ONE_SOURCE)
  .meta({ id: 'AlignInput' });

const kind = z
  .enum(['examples', 'criterion', 'criterion-and-examples'])
  .describe('What is changed: few-shot examples, the criterion or criteria, or both.');
const count = z.int().min(0);

const Candidate = z
  .strictObject({
    kind,
    n: count.describe('Labels that it and the present version have both judged.'),
    errors: count.describe('Labels that it could not judge.'),
    agreement: Estimate.describe('Agreement with people on held-out labels.'),
    gain: Estimate.describe(
      'Its agreement minus that of the present version. The interval is corrected for the number of candidates.',
    ),
  })
  .meta({ id: 'AlignmentCandidate' });

const Result = z
  .strictObject({
    baseline: Estimate.nullable().describe('Agreement of the present version with people.'),
    n: count.describe('Labels that were used.'),
    candidates: z.array(Candidate).describe('Each was judged on labels it was not made from.'),
    best: kind
      .nullable()
      .describe('The candidate with the largest gain beyond chance; null if there is none.'),
    proposal: CustomScorerVersionInput.nullable().describe(
      'The version to add with POST /v1/scorers/{name}/versions; null without a gain.',
    ),
    remarks: z
      .array(
        z.strictObject({
          code: z.string().describe('Stable code.'),
          message: z.string().describe('What to mind, and what to do.'),
        }),
      )
      .describe('What to mind.'),
  })
  .meta({ id: 'AlignmentResult' });

export const Alignment: z.ZodType<contract.Alignment> = z
  .strictObject({
    id: z.string().describe('`aln_` followed by a ULID.'),
    status: z.enum(['running', 'completed', 'failed']).describe('`completed` has a `result`.'),
    scorer: z.string().describe('The custom scorer.'),
    version: z.int().min(1).describe('The version that it starts from.'),
    calibration: z.string().describe('Id of the calibration of that version.'),
    progress: z
      .strictObject({
        total: count.describe('Samples to judge that are known so far.'),
        done: count.describe('Samples judged.'),
      })
      .describe('How far it has come.'),
    result: Result.nullable().describe('null until it has completed.'),
    ...runEnd,
  })
  .meta({ id: 'Alignment', description: 'An attempt to improve a custom judge from labels.' });
