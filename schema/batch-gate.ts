import * as z from 'zod';
import { GateOutcome } from './batch.ts';
import { BatchComparison } from './batch-comparison.ts';
import { nameField, unitInterval } from './fields.ts';
import type * as contract from './types.ts';

export const BatchGateRequest: z.ZodType<contract.BatchGateRequest> = z
  .strictObject({
    minPassRate: unitInterval
      .exactOptional()
      .describe('Share of the samples that must pass, 0 to 1.'),
    base: nameField
      .exactOptional()
      .describe(
        'The batch to compare with: its id, or `latest:TAG` for the newest completed batch with that tag and suite whose gate did not fail.',
      ),
    maxRegression: unitInterval
      .exactOptional()
      .describe('How far mean and pass rate of a scorer may lie below the base, 0 to 1.'),
    scorer: nameField
      .exactOptional()
      .describe('Only this scorer is compared with the base; `verdict` is the verdict itself.'),
    allowFailedBase: z
      .boolean()
      .exactOptional()
      .describe('Let `latest:TAG` be a batch whose gate failed.'),
    allowMissingBase: z
      .boolean()
      .exactOptional()
      .describe(
        'Pass while no batch is `latest:TAG`, or none of its samples has the id of one here, as for the first run of a new branch.',
      ),
  })
  .refine((gate) => gate.minPassRate !== undefined || gate.maxRegression !== undefined, {
    error: 'needs `minPassRate` or `maxRegression`',
  })
  .refine((gate) => gate.maxRegression === undefined || gate.base !== undefined, {
    error: 'is missing: `maxRegression` compares with it',
    path: ['base'],
  })
  .meta({ id: 'BatchGateRequest' });

export const BatchGateResult: z.ZodType<contract.BatchGateResult> = z
  .strictObject({
    batch: z.string().describe('Id of the batch.'),
    base: z.string().nullable().describe('Id of the batch it was compared with.'),
    outcome: GateOutcome,
    reasons: z.array(z.string()).describe('Why, a sentence each.'),
    comparison: BatchComparison.nullable().describe('The comparison with the base.'),
  })
  .meta({ id: 'BatchGateResult' });
