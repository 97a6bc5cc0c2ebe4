import { sql } from 'drizzle-orm';
import {
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core';

/**
 * One row per version of a data set. Deleting marks the rows and keeps them, so that a version number
 * is never reused.
 */
export const datasets = sqliteTable(
  'datasets',
  {
    projectId: text('project_id').notNull(),
    name: text('name').notNull(),
    version: integer('version').notNull(),
    description: text('description').notNull(),
    /** SHA-256 over the hashes of its items; see docs/datasets.md. */
    hash: text('hash').notNull(),
    items: integer('items').notNull(),
    labelled: integer('labelled').notNull(),
    bytes: integer('bytes').notNull(),
    /** Items of each split, as JSON. */
    splits: text('splits').notNull(),
    /** What it was made from, as JSON. */
    origin: text('origin').notNull(),
    createdAtMs: integer('created_at_ms').notNull(),
    deletedAtMs: integer('deleted_at_ms'),
    /** Items that were erased from it since it was made. */
    erased: integer('erased').notNull().default(0),
    /** Whether the items that only it had are gone. */
    isPurged: integer('is_purged', { mode: 'boolean' }).notNull().default(false),
  },
  (table) => [
    primaryKey({ columns: [table.projectId, table.name, table.version] }),
    index('datasets_to_purge')
      .on(table.deletedAtMs)
      .where(sql`deleted_at_ms IS NOT NULL AND is_purged = 0`),
  ],
);

/**
 * Which content an item has in which versions: from `since` up to, but not in, `until`. A version
 * that changes ten items of a hundred thousand adds ten rows.
 */
export const datasetItems = sqliteTable(
  'dataset_items',
  {
    projectId: text('project_id').notNull(),
    name: text('name').notNull(),
    itemId: text('item_id').notNull(),
    since: integer('since').notNull(),
    until: integer('until').notNull(),
    hash: text('hash').notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.name, table.itemId, table.since] })],
);

/** The contents of a data set's items, each once, by the SHA-256 of its canonical JSON. */
export const datasetContents = sqliteTable(
  'dataset_contents',
  {
    projectId: text('project_id').notNull(),
    name: text('name').notNull(),
    hash: text('hash').notNull(),
    bytes: integer('bytes').notNull(),
    split: text('split'),
    /** As JSON; null without tags. */
    tags: text('tags'),
    isLabelled: integer('is_labelled', { mode: 'boolean' }).notNull(),
    /** Canonical JSON; last, so that the others are read without it. */
    item: text('item').notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.name, table.hash] })],
);

/**
 * A version in the making. While a request adds items it holds the intake: lines beyond `nextLine`
 * belong to it alone until it commits. While it is sealed, no other upload of the data set is.
 */
export const datasetUploads = sqliteTable(
  'dataset_uploads',
  {
    projectId: text('project_id').notNull(),
    id: text('id').notNull(),
    name: text('name').notNull(),
    status: text('status', { enum: ['open', 'sealing', 'sealed', 'abandoned'] }).notNull(),
    /** Whether the data set must be new, must exist, or either. */
    target: text('target', { enum: ['new', 'existing', 'any'] }).notNull(),
    /** The version that it changes; null for one that replaces all items. */
    base: integer('base'),
    /** null to keep that of the newest version. */
    description: text('description'),
    origin: text('origin').notNull(),
    nextLine: integer('next_line').notNull(),
    /** The attempt that adds items, or seals. */
    token: text('token'),
    /** The request that adds them, the same for every attempt at it, and the last that did. */
    append: text('append'),
    lastAppend: text('last_append'),
    leaseUntilMs: integer('lease_until_ms').notNull(),
    /** The number that its version is to have, or has. */
    version: integer('version'),
    /** Of a sealed one: whether it added a version. */
    isNew: integer('is_new', { mode: 'boolean' }),
    createdAtMs: integer('created_at_ms').notNull(),
    /** When the sweep removes it. */
    expiresAtMs: integer('expires_at_ms').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.projectId, table.id] }),
    uniqueIndex('dataset_uploads_sealing')
      .on(table.projectId, table.name)
      .where(sql`status = 'sealing'`),
    index('dataset_uploads_by_name').on(table.projectId, table.name, table.status),
    index('dataset_uploads_by_expiry').on(table.status, table.expiresAtMs),
  ],
);

/** An item of an upload; without a hash, one that is removed from the base. */
export const datasetUploadItems = sqliteTable(
  'dataset_upload_items',
  {
    projectId: text('project_id').notNull(),
    uploadId: text('upload_id').notNull(),
    itemId: text('item_id').notNull(),
    /** Counted over all requests from 1; 0 where it is taken over from the base. */
    line: integer('line').notNull(),
    hash: text('hash'),
  },
  (table) => [
    primaryKey({ columns: [table.projectId, table.uploadId, table.itemId] }),
    index('dataset_upload_items_by_line').on(table.projectId, table.uploadId, table.line),
  ],
);

/** What refers to a version, which therefore cannot be deleted. */
export const datasetUses = sqliteTable(
  'dataset_uses',
  {
    projectId: text('project_id').notNull(),
    /** What kind of thing it is, in words: `batch`, `calibration`, `review queue`. */
    kind: text('kind').notNull(),
    userId: text('user_id').notNull(),
    name: text('name').notNull(),
    version: integer('version').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.projectId, table.kind, table.userId] }),
    index('dataset_uses_by_version').on(table.projectId, table.name, table.version),
  ],
);
