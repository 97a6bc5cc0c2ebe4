import * as z from 'zod';
import { jsonObject, unitInterval } from './fields.ts';
import { REDACTING } from './redacting.ts';
import type * as contract from './types.ts';

export const RedactingDetector: z.ZodType<contract.RedactingDetector> = z
  .union([
    z.enum(REDACTING),
    z.strictObject({
      scorer: z.enum(REDACTING).describe('Id of the detector.'),
      params: jsonObject
        .exactOptional()
        .describe(
          'Its parameters, such as `kinds`; `over` has no effect, as all texts are looked at.',
        ),
      threshold: unitInterval
        .exactOptional()
        .describe(
          'What is found with a certainty above 1 − threshold is replaced. Defaults to 0.5.',
        ),
    }),
  ])
  .meta({ id: 'RedactingDetector', description: 'What to look for and replace.' });

export const RedactingDetectors = z.array(RedactingDetector).max(5);

export const RedactionSettings: z.ZodType<contract.RedactionSettings> = z
  .strictObject({
    stored: RedactingDetectors.exactOptional().describe(
      'What is replaced before verdict and sample are stored.',
    ),
    models: RedactingDetectors.exactOptional().describe(
      'What is replaced before a judge or another model sees the sample.',
    ),
  })
  .meta({ id: 'RedactionSettings' });
