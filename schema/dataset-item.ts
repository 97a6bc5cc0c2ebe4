import * as z from 'zod';
import { nameField } from './fields.ts';
import { commentText, LabelValue, questionReference } from './label.ts';
import { LIMITS } from './limits.ts';
import { Sample } from './sample.ts';
import type * as contract from './types.ts';

/** The id of an item: it stands in addresses and in lines of text. */
export const itemIdField = nameField.refine(hasNoControls, {
  error: 'must not contain control characters, such as a line break',
});

function hasNoControls(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return false;
  }
  return true;
}

export const splitField = nameField.describe(
  'The part of the data set, such as `train` or `test`.',
);

export const itemTags = z
  .array(nameField)
  .max(LIMITS.tags)
  .describe('Your own labels, to select items by.');

export const DatasetLabel: z.ZodType<contract.DatasetLabel> = z
  .strictObject({
    question: questionReference.describe('The question: `name`, or `name@version`.'),
    value: LabelValue,
    by: nameField.exactOptional().describe('The person who says so.'),
    comment: commentText.exactOptional().describe('Why.'),
  })
  .meta({ id: 'DatasetLabel', description: 'What a person said of the sample.' });

const id = itemIdField.describe(
  'Unique in the data set. Batches of its versions are paired by it.',
);

export const DatasetItem: z.ZodType<contract.DatasetItem> = z
  .strictObject({
    id,
    sample: Sample,
    labels: z
      .array(DatasetLabel)
      .max(LIMITS.itemLabels)
      .exactOptional()
      .describe('What people said of the sample.'),
    split: splitField.exactOptional(),
    weight: z
      .number()
      .min(0)
      .max(1e9)
      .exactOptional()
      .describe('What it counts for in an estimate. Defaults to 1.'),
    tags: itemTags.exactOptional(),
  })
  .meta({ id: 'DatasetItem', description: 'A sample with its labels.' });

export const DatasetRemoval: z.ZodType<contract.DatasetRemoval> = z
  .strictObject({ id, remove: z.literal(true).describe('Removes the item of this id.') })
  .meta({ id: 'DatasetRemoval' });
