import * as z from 'zod';
import { GateOutcome } from './batch.ts';
import { BatchComparison } from './batch-comparison.ts';
import { nameField, unitInterval } from './fields.ts';
import { RequireCalibration } from './scorer-reference.ts';
import type * as contract from './types.ts';

export const BatchGateRequest: z.ZodType<contract.BatchGateRequest> = z
  .strictObject({
    minPassRate: unitInterval
      .exactOptional()
      .describe('Minimum share of samples that must pass, 0 to 1.'),
    base: nameField
      .exactOptional()
      .describe(
        'The batch to compare with: its id, or `latest:TAG` for the newest completed batch with that tag and suite whose gate did not fail.',
      ),
    maxRegression: unitInterval
      .exactOptional()
      .describe('Maximum allowed drop of a scorer’s mean and pass rate from the base, 0 to 1.'),
    scorer: nameField
      .exactOptional()
      .describe(
        'Restricts the comparison with the base to this scorer; `verdict` means the verdict itself.',
      ),
    allowFailedBase: z
      .boolean()
      .exactOptional()
      .describe('Allows `latest:TAG` to select a batch whose gate failed.'),
    allowMissingBase: z
      .boolean()
      .exactOptional()
      .describe(
        'Passes if no batch matches `latest:TAG`, or if the two batches share no sample id, as in the first run of a new branch.',
      ),
    requireCalibration: RequireCalibration.exactOptional(),
  })
  .refine((gate) => gate.minPassRate !== undefined || gate.maxRegression !== undefined, {
    error: 'must have `minPassRate` or `maxRegression`',
  })
  .refine((gate) => gate.maxRegression === undefined || gate.base !== undefined, {
    error: 'is missing, and `maxRegression` needs it',
    path: ['base'],
  })
  .meta({ id: 'BatchGateRequest' });

export const BatchGateResult: z.ZodType<contract.BatchGateResult> = z
  .strictObject({
    batch: z.string().describe('Id of the batch.'),
    base: z.string().nullable().describe('Id of the batch that it was compared with.'),
    outcome: GateOutcome,
    reasons: z.array(z.string()).describe('The reasons, one sentence each.'),
    comparison: BatchComparison.nullable().describe('The comparison with the base.'),
  })
  .meta({ id: 'BatchGateResult' });
