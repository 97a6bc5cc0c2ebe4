import * as z from 'zod';
import type * as contract from './types.ts';

export const ExportQuery = z.strictObject({
  cursor: z
    .string()
    .max(4_000)
    .optional()
    .describe('`cursor` of the last page that was received whole, to continue after it.'),
});

export const ImportInput = z
  .strictObject({
    items: z.array(z.looseObject({})).describe('Lines of an export: whole pages.'),
  })
  .meta({ id: 'ImportInput' });

const count = z.int().min(0);

export const ImportReport: z.ZodType<contract.ImportReport> = z
  .strictObject({
    pages: count.describe('Pages that were read.'),
    records: count.describe('Their records.'),
    added: count.describe(
      'Records that were added; those that were there already are not counted.',
    ),
    isComplete: z.boolean().describe('Whether the manifest was read.'),
  })
  .meta({ id: 'ImportReport' });

export const ExportLine = z
  .looseObject({})
  .meta({ id: 'ExportLine', description: 'A line of an export; see docs/export.md.' });
