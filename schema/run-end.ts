import * as z from 'zod';

/** How what runs in the background ended: fields of a calibration and of an alignment. */
export const runEnd = {
  error: z
    .strictObject({
      code: z.string().describe('Stable code.'),
      message: z.string().describe('What to do.'),
    })
    .nullable()
    .describe('Why it failed.'),
  createdAt: z.string().describe('ISO 8601, UTC.'),
  endedAt: z.string().nullable().describe('ISO 8601, UTC.'),
};
