import type { Database } from './database.ts';

/** A version of a data set, and which of its items. */
export interface ItemSelection {
  projectId: string;
  name: string;
  version: number;
  split?: string | undefined;
  /** Tags that all must be there. */
  tags?: readonly string[] | undefined;
}

/** An item as it lies in the database. */
export interface StoredDatasetItem {
  itemId: string;
  hash: string;
  /** Canonical JSON. */
  item: string;
}

/** A content that an item has in the versions from `since` up to, but not in, `until`. */
export interface ItemSpan {
  hash: string;
  since: number;
  until: number;
}

/** An item that differs between two versions. */
export interface ItemDifference {
  itemId: string;
  /** Hash in the base; null where it is new. */
  before: string | null;
  /** Hash in the version; null where it is gone. */
  after: string | null;
  /** Bytes of both contents. */
  bytes: number;
}

/** Items of data sets in D1, in order of their ids as UTF-8. */
export interface DatasetItemStore {
  /** Items after the id `after`: up to the limit, and to about 2 MB. */
  page(
    selection: ItemSelection,
    after: string,
    limit: number,
  ): Promise<{ items: StoredDatasetItem[]; isLast: boolean }>;
  find(selection: ItemSelection, itemId: string): Promise<StoredDatasetItem | undefined>;
  /** The contents of an item in all versions, newest first. */
  history(projectId: string, name: string, itemId: string): Promise<ItemSpan[]>;
  /** Items after the id `after` that differ, up to a limit. */
  differences(
    version: ItemSelection,
    base: ItemSelection,
    after: string,
    limit: number,
  ): Promise<ItemDifference[]>;
  /** How many items two versions have with the same id, and how many of those are the same. */
  common(
    version: ItemSelection,
    base: ItemSelection,
  ): Promise<{ shared: number; unchanged: number }>;
  /** Contents of a data set as JSON, by their hashes. */
  contents(
    projectId: string,
    name: string,
    hashes: readonly string[],
  ): Promise<ReadonlyMap<string, string>>;
}

/** What `until` is of a content that the newest version has. */
export const OPEN_END = 2_147_483_647;

const PAGE_BYTES = 2_000_000;

const IS_SELECTED = `AND (?7 IS NULL OR c.split = ?7) AND NOT EXISTS
  (SELECT 1 FROM json_each(?8) t WHERE t.value NOT IN (SELECT value FROM json_each(coalesce(c.tags, '[]'))))`;

/** Items `of` one version, whose name and number are the parameters. */
function itemsOf(of: string, name: string, version: string): string {
  return `${of}.project_id = ?1 AND ${of}.name = ${name} AND ${of}.since <= ${version} AND ${of}.until > ${version}`;
}

export function createDatasetItemStore({ d1, attempt }: Database): DatasetItemStore {
  async function rowsOf<Row>(statement: D1PreparedStatement): Promise<Row[]> {
    return (await attempt(() => statement.all<Row>())).results;
  }

  return {
    async page({ projectId, name, version, split, tags = [] }, after, limit) {
      const isPart = split !== undefined || tags.length > 0;
      // Sizes are read without the texts: what does not fit into the page is not touched.
      const statement = d1
        .prepare(
          `WITH place AS (
             SELECT i.item_id, i.hash, c.bytes
             FROM dataset_items i CROSS JOIN dataset_contents c
               ON c.project_id = ?1 AND c.name = ?2 AND c.hash = i.hash
             WHERE ${itemsOf('i', '?2', '?3')} AND i.item_id > ?4 ${isPart ? IS_SELECTED : ''}
             ORDER BY i.item_id LIMIT ?5 + 1),
           ahead AS (
             SELECT item_id, hash, row_number() OVER (ORDER BY item_id) AS number,
               coalesce(sum(bytes) OVER (ORDER BY item_id
                 ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS bytes FROM place)
           SELECT ahead.item_id AS itemId, c.hash, c.item, (SELECT count(*) FROM place) AS found
           FROM ahead CROSS JOIN dataset_contents c
             ON c.project_id = ?1 AND c.name = ?2 AND c.hash = ahead.hash
           WHERE ahead.number <= ?5 AND ahead.bytes < ?6 ORDER BY ahead.item_id`,
        )
        .bind(
          ...[projectId, name, version, after, limit, PAGE_BYTES],
          ...(isPart ? [split ?? null, JSON.stringify(tags)] : []),
        );
      const rows = await rowsOf<StoredDatasetItem & { found: number }>(statement);
      const items = rows.map(({ itemId, hash, item }) => ({ itemId, hash, item }));
      return { items, isLast: items.length === (rows[0]?.found ?? 0) };
    },

    async find({ projectId, name, version }, itemId) {
      const statement = d1
        .prepare(
          `SELECT i.item_id AS itemId, c.hash, c.item
           FROM dataset_items i CROSS JOIN dataset_contents c
             ON c.project_id = ?1 AND c.name = ?2 AND c.hash = i.hash
           WHERE ${itemsOf('i', '?2', '?3')} AND i.item_id = ?4`,
        )
        .bind(projectId, name, version, itemId);
      return (await rowsOf<StoredDatasetItem>(statement))[0];
    },

    history: (projectId, name, itemId) =>
      rowsOf(
        d1
          .prepare(
            `SELECT hash, since, until FROM dataset_items
             WHERE project_id = ?1 AND name = ?2 AND item_id = ?3 ORDER BY since DESC LIMIT 1000`,
          )
          .bind(projectId, name, itemId),
      ),

    differences(version, base, after, limit) {
      // What is the same in both is passed over by the index of either, item by item.
      const statement = d1
        .prepare(
          `WITH differing AS (
             SELECT * FROM (
               SELECT i.item_id, o.hash AS before, i.hash AS after FROM dataset_items i
               LEFT JOIN dataset_items o ON ${itemsOf('o', '?4', '?5')} AND o.item_id = i.item_id
               WHERE ${itemsOf('i', '?2', '?3')} AND i.item_id > ?6 AND o.hash IS NOT i.hash
               ORDER BY i.item_id LIMIT ?7)
             UNION ALL SELECT * FROM (
               SELECT o.item_id, o.hash, NULL FROM dataset_items o
               WHERE ${itemsOf('o', '?4', '?5')} AND o.item_id > ?6 AND NOT EXISTS
                 (SELECT 1 FROM dataset_items i WHERE ${itemsOf('i', '?2', '?3')} AND i.item_id = o.item_id)
               ORDER BY o.item_id LIMIT ?7)
             ORDER BY 1 LIMIT ?7)
           SELECT d.item_id AS itemId, d.before, d.after, coalesce(
               (SELECT bytes FROM dataset_contents WHERE project_id = ?1 AND name = ?4 AND hash = d.before), 0)
             + coalesce(
               (SELECT bytes FROM dataset_contents WHERE project_id = ?1 AND name = ?2 AND hash = d.after), 0) AS bytes
           FROM differing d ORDER BY d.item_id`,
        )
        .bind(
          ...[version.projectId, version.name, version.version],
          ...[base.name, base.version, after, limit],
        );
      return rowsOf(statement);
    },

    async common(version, base) {
      const statement = d1
        .prepare(
          `SELECT count(*) AS shared, coalesce(sum(i.hash = o.hash), 0) AS unchanged
           FROM dataset_items i CROSS JOIN dataset_items o
             ON ${itemsOf('o', '?4', '?5')} AND o.item_id = i.item_id
           WHERE ${itemsOf('i', '?2', '?3')}`,
        )
        .bind(version.projectId, version.name, version.version, base.name, base.version);
      const [row] = await rowsOf<{ shared: number; unchanged: number }>(statement);
      return row ?? { shared: 0, unchanged: 0 };
    },

    async contents(projectId, name, hashes) {
      const statement = d1
        .prepare(
          `SELECT hash, item FROM dataset_contents
           WHERE project_id = ?1 AND name = ?2 AND hash IN (SELECT value FROM json_each(?3))`,
        )
        .bind(projectId, name, JSON.stringify(hashes));
      const rows = await rowsOf<{ hash: string; item: string }>(statement);
      return new Map(rows.map(({ hash, item }) => [hash, item]));
    },
  };
}
