import * as z from 'zod';
import { tagQuery } from './dataset.ts';
import { itemIdField } from './dataset-item.ts';
import { nameField, slugField } from './fields.ts';
import { cursorField, limitField } from './page.ts';

const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
const text = z.string().max(1_000).optional().describe('Purpose of the data set.');
const itemCursor = itemIdField
  .optional()
  .describe('`nextCursor` of the previous page: the id of its last item.');

/** What a request that streams the items of a new data set says in its query. */
export const DatasetLinesQuery = z.strictObject({
  name: slugField.optional().describe('Unique in the project.'),
  description: text,
});

/** The same for a version of one that exists. */
export const DatasetVersionLinesQuery = z.strictObject({
  description: text,
  base: z
    .string()
    .regex(/^[1-9]\d{0,8}$/, 'must be the number of a version')
    .meta({ type: 'integer', minimum: 1 })
    .transform(Number)
    .optional()
    .describe('The version that is changed. Without it, the lines are all that the version has.'),
});

export const DatasetVersionFilter = z.strictObject({
  cursor: cursorField(/^[1-9]\d{0,8}$/),
  limit: limitField,
});

export type DatasetVersionFilter = z.output<typeof DatasetVersionFilter>;

export const DatasetItemFilter = z.strictObject({
  cursor: itemCursor,
  limit: limitField,
  split: nameField.optional().describe('Only items of this split.'),
  tag: tagQuery,
  format: z
    .enum(['json', 'ndjson'])
    .optional()
    .describe('`json` returns one page; `ndjson` streams all items and takes no cursor or limit.'),
  endMark: flag
    .optional()
    .describe('`true` ends an `ndjson` stream with an empty line, which marks it as complete.'),
});

export type DatasetItemFilter = z.output<typeof DatasetItemFilter>;

export const DatasetDiffQuery = z.strictObject({
  cursor: itemCursor,
  limit: limitField,
  include: z.enum(['items']).optional().describe('`items` adds both states of each item.'),
});

export type DatasetDiffQuery = z.output<typeof DatasetDiffQuery>;
