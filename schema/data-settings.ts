import * as z from 'zod';
import { KEEPS } from './keep.ts';
import { RedactionSettings } from './redaction.ts';
import type * as contract from './types.ts';

export const Keep = z
  .enum(KEEPS)
  .describe(
    '`nothing`: neither verdict nor sample is stored, nor a judge’s answer cached. `scores`: the verdict without any text of the sample. `sample`: also the sample, reasons and evidence. `exchange`: also each prompt that a judge was sent, and its raw answer.',
  );

export const DataSettings: z.ZodType<contract.DataSettings> = z
  .strictObject({
    keep: Keep.describe(
      'What is kept of each request. It is also the most: a request may ask for less with its own `keep`, and is refused if it asks for more.',
    ),
    redact: RedactionSettings.exactOptional().describe(
      'What is replaced in each sample; a request may add to it. Defaults to nothing.',
    ),
  })
  .meta({ id: 'DataSettings', description: 'What a project keeps of the data it sends.' });
