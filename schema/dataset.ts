import * as z from 'zod';
import { DatasetItem, DatasetRemoval, itemTags, splitField } from './dataset-item.ts';
import { nameField, oneOrMore, slugField, timestamp } from './fields.ts';
import { LIMITS } from './limits.ts';
import type * as contract from './types.ts';

/** A version of a data set: `name` for the newest, or `name@3`. */
export const datasetReference = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,63}(@[1-9]\d{0,8})?$/, 'must be `name` or `name@version`');

const description = z.string().max(1_000).describe('Purpose of the data set.');
const base = z.int().min(1);
const count = z.int().min(0);
const status = z.enum(['passed', 'failed', 'abstained', 'error']);
const names = z.array(nameField);

const VerdictSelection: z.ZodType<contract.VerdictSelection> = z
  .strictObject({
    from: timestamp.exactOptional().describe('Created at or after this time; ISO 8601.'),
    to: timestamp.exactOptional().describe('Created before this time; ISO 8601.'),
    passed: z.boolean().nullable().exactOptional().describe('null for undecided verdicts.'),
    scorer: nameField.exactOptional().describe('With a score of this name.'),
    failed: nameField.exactOptional().describe('In which the score of this name did not pass.'),
    errored: nameField.exactOptional().describe('In which the score of this name is an error.'),
    tag: names.max(LIMITS.tags).exactOptional().describe('With each of these tags.'),
    metadata: z
      .array(
        z
          .string()
          .min(1)
          .max(LIMITS.nameCharacters + LIMITS.metadataValueCharacters + 1),
      )
      .max(LIMITS.metadataKeys)
      .exactOptional()
      .describe('With each of these: `key`, or `key:value`.'),
  })
  .meta({ id: 'VerdictSelection', description: 'Verdicts that match all filters.' });

const BatchSelection: z.ZodType<contract.BatchSelection> = z
  .strictObject({
    id: z.string().min(1).describe('Id of the batch.'),
    status: status.exactOptional().describe('Only samples with this status.'),
    failed: nameField
      .exactOptional()
      .describe('Only samples for which the score of this name did not pass.'),
  })
  .meta({ id: 'BatchSelection', description: 'Results of a batch that match all filters.' });

export const DatasetFrom: z.ZodType<contract.DatasetFrom> = z
  .union([
    z.strictObject({ verdicts: VerdictSelection }),
    z.strictObject({ batch: BatchSelection }),
  ])
  .meta({ id: 'DatasetFrom', description: 'Stored samples that become items.' });

const from = DatasetFrom.describe(
  `Takes up to ${LIMITS.itemsFromResults} stored samples as items: of verdicts, or of the results of a batch. An item has the id of its sample, or else that of its verdict, or else its place in the batch; of several samples with the same id, the newest is taken.`,
);

const options = {
  description: description.exactOptional(),
  from: from.exactOptional(),
};

const baseOption = base
  .exactOptional()
  .describe(
    'The version that is changed: each item is added, or replaces the one of its id; `{"id":…,"remove":true}` removes one. Without it, the items are all that the version has.',
  );

/** A body as it is documented; its items are validated one at a time. */
export const DatasetInput: z.ZodType<contract.DatasetInput> = z
  .strictObject({
    name: slugField.describe('Unique in the project.'),
    ...options,
    items: z.array(DatasetItem).exactOptional().describe('The items, with unique ids.'),
  })
  .meta({
    id: 'DatasetInput',
    examples: [
      {
        name: 'support',
        items: [
          {
            id: 'refund-1',
            sample: { input: 'Can I get a refund?', output: 'Yes, within 30 days.' },
            labels: [{ question: 'grounded', value: true, by: 'anna' }],
            split: 'test',
          },
        ],
      },
    ],
  });

const changes = z
  .array(z.union([DatasetItem, DatasetRemoval]))
  .describe('The items, with unique ids.');

export const DatasetVersionInput: z.ZodType<contract.DatasetVersionInput> = z
  .strictObject({ ...options, base: baseOption, items: changes.exactOptional() })
  .meta({ id: 'DatasetVersionInput' });

export const DatasetAppend: z.ZodType<contract.DatasetAppend> = z
  .strictObject({ items: changes })
  .meta({ id: 'DatasetAppend' });

/** The same, without the items. */
export const DatasetOptions = z.strictObject({
  name: slugField.describe('Unique in the project.'),
  ...options,
});
export const DatasetVersionOptions = z.strictObject({ ...options, base: baseOption });

export const DatasetUploadInput: z.ZodType<contract.DatasetUploadInput> = z
  .strictObject({ description: description.exactOptional(), base: baseOption })
  .meta({ id: 'DatasetUploadInput' });

const identityShape = {
  name: z.string().describe('Name of the data set.'),
  version: z.int().min(1).describe('Counts up from 1. A version never changes.'),
  hash: z
    .string()
    .describe('SHA-256 over the hashes of its items in order of their ids; see docs/datasets.md.'),
};

const DatasetOrigin = z
  .strictObject({
    base: base.nullable().describe('The version that was changed; null if all items were given.'),
    from: DatasetFrom.nullable().describe('The stored samples it was made from, if any.'),
  })
  .meta({ id: 'DatasetOrigin' });

export const Dataset: z.ZodType<contract.Dataset> = z
  .strictObject({
    ...identityShape,
    description,
    counts: z
      .strictObject({
        items: count.describe('Its items.'),
        labelled: count.describe('Items with at least one label.'),
        bytes: count.describe('Bytes of the canonical JSON of its items.'),
        erased: count.describe(
          'Items that were erased since; the other counts, and the hash, are of what was made.',
        ),
      })
      .describe('The size of the version.'),
    splits: z.record(z.string(), count).describe('Items of each split.'),
    origin: DatasetOrigin.describe('What the version was made from.'),
    createdAt: z.string().describe('ISO 8601, UTC.'),
  })
  .meta({ id: 'Dataset', description: 'A version of a named list of samples with labels.' });

export const DatasetUpload: z.ZodType<contract.DatasetUpload> = z
  .strictObject({
    id: z.string().describe('`upl_` followed by a ULID.'),
    name: z.string().describe('Name of the data set.'),
    status: z
      .enum(['open', 'sealing', 'sealed'])
      .describe('`open` takes items; `sealed` has become a version.'),
    base: base.nullable().describe('The version that is changed; null if all items are replaced.'),
    lines: count.describe('Items taken so far, removals included.'),
    version: base.nullable().describe('The version that it became; null until it is sealed.'),
    createdAt: z.string().describe('ISO 8601, UTC.'),
    expiresAt: z.string().describe('When it is removed unless more is added; ISO 8601, UTC.'),
  })
  .meta({ id: 'DatasetUpload', description: 'A version in the making, which nobody else sees.' });

export const DatasetItemRecord: z.ZodType<contract.DatasetItemRecord> = z
  .strictObject({
    item: DatasetItem.describe('The item in this version.'),
    hash: z.string().describe('SHA-256 of its canonical JSON (RFC 8785).'),
    history: z
      .array(
        z.strictObject({
          hash: z.string().describe('SHA-256 of the content.'),
          since: base.describe('The first version with this content.'),
          until: base
            .nullable()
            .describe('The first version without this content; null if the newest has it.'),
        }),
      )
      .describe('The contents that the item had in the versions of the data set, newest first.'),
  })
  .meta({ id: 'DatasetItemRecord', description: 'An item of a version, with its history.' });

const Identity = z.strictObject(identityShape).meta({ id: 'DatasetIdentity' });

const DatasetChange: z.ZodType<contract.DatasetChange> = z
  .strictObject({
    id: z.string().describe('Id of the item.'),
    change: z.enum(['added', 'removed', 'changed']).describe('From the base to the version.'),
    fields: z
      .array(z.string())
      .describe('JSON pointers of the fields that differ; empty for added and removed items.'),
    before: DatasetItem.exactOptional().describe('The item in the base, with `include=items`.'),
    after: DatasetItem.exactOptional().describe('The item in the version, with `include=items`.'),
  })
  .meta({ id: 'DatasetChange' });

export const DatasetDiff: z.ZodType<contract.DatasetDiff> = z
  .strictObject({
    dataset: Identity.describe('The version that was asked for.'),
    base: Identity.describe('The version that it is compared with.'),
    counts: z
      .strictObject({
        added: count.describe('Items that only the version has.'),
        removed: count.describe('Items that only the base has.'),
        changed: count.describe('Items that differ.'),
        unchanged: count.describe('Items that are the same.'),
      })
      .nullable()
      .describe('null on later pages.'),
    items: z.array(DatasetChange).describe('The items of this page that differ, in order of id.'),
    nextCursor: z
      .string()
      .nullable()
      .describe('Pass it as `cursor` to get the next page; null on the last page.'),
  })
  .meta({ id: 'DatasetDiff', description: 'What differs between two versions.' });

const DatasetPart: z.ZodType<contract.DatasetPart> = z.strictObject({
  name: datasetReference.describe('`name` for the newest version, or `name@3`.'),
  split: splitField.exactOptional(),
  tags: itemTags.exactOptional(),
});

export const DatasetSelection: z.ZodType<contract.DatasetSelection> = z
  .union([datasetReference, DatasetPart])
  .describe(
    'A version of a data set, `name@3`, instead of samples. By `name`, it is pinned to its current newest version. `{ name, split, tags }` takes the items of a split, and those with all of the tags.',
  );

export const SelectedDataset: z.ZodType<contract.SelectedDataset> = z
  .strictObject({
    ...identityShape,
    split: z.string().nullable().describe('Only items of this split.'),
    tags: z.array(z.string()).describe('Only items with all of these tags.'),
  })
  .meta({ id: 'SelectedDataset', description: 'The items of a data set that were taken.' });

/** The tags of a query that selects items. */
export const tagQuery = oneOrMore
  .pipe(z.array(nameField).max(LIMITS.tags))
  .optional()
  .describe('Only items with this tag. Can be repeated.');
