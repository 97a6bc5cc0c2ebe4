import type { Database } from './database.ts';
import { OPEN_END } from './dataset-items.ts';

/** An upload on its way to become a version, held by one attempt. */
export interface Seal {
  projectId: string;
  uploadId: string;
  name: string;
  /** Of this attempt alone. */
  token: string;
  /** The number that the version is to have. */
  version: number;
  /** Whether it changes what the version before has, and not all items are given. */
  isChange: boolean;
}

/** An item as a version is to have it. */
export interface SealedItem {
  itemId: string;
  hash: string;
  bytes: number;
  split: string | null;
  isLabelled: 0 | 1;
}

/** What a version is, once its items are known. */
export interface NewVersion {
  description: string;
  hash: string;
  items: number;
  labelled: number;
  bytes: number;
  splits: string;
  origin: string;
  createdAtMs: number;
}

/** How asking for the seal came out: `busy` while another upload of the data set is being sealed. */
export type SealClaim = { version: number; isNextOf: number } | 'busy' | 'closed';

/** Turns uploads into versions in D1. Nothing of it shows before `publish`. */
export interface DatasetSealStore {
  /** Takes the seal of an upload, also from an attempt that ended early. */
  claim(
    seal: Pick<Seal, 'projectId' | 'uploadId' | 'name' | 'token'>,
    nowMs: number,
    untilMs: number,
  ): Promise<SealClaim>;
  /** Opens the upload again. */
  release(seal: Seal): Promise<void>;
  /** Takes over the items of an earlier version that the upload does not name, up to so many. */
  takeOver(seal: Seal, base: number, after: string, limit: number): Promise<string | undefined>;
  /** The items that the version will have, in order, after an id. */
  page(seal: Seal, after: string, limit: number): Promise<SealedItem[]>;
  /**
   * Writes the items from an id, itself not included, to another; undefined is beyond all.
   *
   * @returns false when the seal is another's
   */
  write(seal: Seal, after: string, last: string | undefined, untilMs: number): Promise<boolean>;
  /** Makes the version visible; false when the seal is another's. */
  publish(seal: Seal, version: NewVersion): Promise<boolean>;
  /** Ends the upload without a version, for one that has the same items. */
  discard(seal: Seal, same: number): Promise<boolean>;
  /** Uploads whose attempt to be sealed ended early. */
  expired(nowMs: number, limit: number): Promise<Pick<Seal, 'projectId' | 'uploadId'>[]>;
}

export function createDatasetSealStore({ d1, attempt, transaction }: Database): DatasetSealStore {
  const HELD = `EXISTS (SELECT 1 FROM dataset_uploads
    WHERE project_id = ?1 AND id = ?2 AND token = ?3 AND status = 'sealing')`;
  const LAST = `(SELECT coalesce(max(version), 0) FROM datasets
    WHERE project_id = ?1 AND name = ?3)`;

  async function rowsOf<Row>(statement: D1PreparedStatement): Promise<Row[]> {
    return (await attempt(() => statement.all<Row>())).results;
  }

  return {
    async claim({ projectId, uploadId, name, token }, nowMs, untilMs) {
      const claim = d1
        .prepare(
          `UPDATE dataset_uploads SET status = 'sealing', token = ?4, append = NULL,
             lease_until_ms = ?5, version = ${LAST} + 1
           WHERE project_id = ?1 AND id = ?2 AND name = ?3 AND status IN ('open', 'sealing')
             AND (lease_until_ms <= ?6 OR token = ?4)
             AND NOT EXISTS (SELECT 1 FROM dataset_uploads o
               WHERE o.project_id = ?1 AND o.name = ?3 AND o.status = 'sealing' AND o.id <> ?2)`,
        )
        .bind(projectId, uploadId, name, token, untilMs, nowMs);
      const look = d1
        .prepare(
          'SELECT status, token, version FROM dataset_uploads WHERE project_id = ?1 AND id = ?2',
        )
        .bind(projectId, uploadId);
      const answers = await transaction<{
        claim: unknown;
        look: { status: string; token: string | null; version: number };
      }>({ claim, look });
      const [found] = answers.look.rows;
      if (found?.status !== 'open' && found?.status !== 'sealing') return 'closed';
      if (found.status === 'open' || found.token !== token) return 'busy';
      return { version: found.version, isNextOf: found.version - 1 };
    },

    async release({ projectId, uploadId, name, token, version }) {
      await transaction<{ added: unknown; ended: unknown; open: unknown }>({
        added: d1
          .prepare(
            `DELETE FROM dataset_items WHERE project_id = ?1 AND name = ?4 AND since = ?5 AND ${HELD}`,
          )
          .bind(projectId, uploadId, token, name, version),
        ended: d1
          .prepare(
            `UPDATE dataset_items SET until = ${OPEN_END}
             WHERE project_id = ?1 AND name = ?4 AND until = ?5 AND ${HELD}`,
          )
          .bind(projectId, uploadId, token, name, version),
        open: d1
          .prepare(
            `UPDATE dataset_uploads SET status = 'open', token = NULL, version = NULL, lease_until_ms = 0
             WHERE project_id = ?1 AND id = ?2 AND token = ?3 AND status = 'sealing'`,
          )
          .bind(projectId, uploadId, token),
      });
    },

    async takeOver({ projectId, uploadId, name, token }, base, after, limit) {
      const items = `SELECT item_id, hash FROM dataset_items WHERE project_id = ?1 AND name = ?4
        AND since <= ?5 AND until > ?5 AND item_id > ?6 ORDER BY item_id LIMIT ?7`;
      const given = [projectId, uploadId, token, name, base, after, limit] as const;
      const { last } = await transaction<{ take: unknown; last: { last: string | null } }>({
        take: d1
          .prepare(
            `INSERT INTO dataset_upload_items (project_id, upload_id, item_id, line, hash)
             SELECT ?1, ?2, item_id, 0, hash FROM (${items}) WHERE ${HELD} ON CONFLICT DO NOTHING`,
          )
          .bind(...given),
        last: d1
          .prepare(
            `SELECT max(item_id) AS last FROM (${items}) WHERE ?1 = ?1 AND ?2 = ?2 AND ?3 = ?3`,
          )
          .bind(...given),
      });
      return last.rows[0]?.last ?? undefined;
    },

    page({ projectId, uploadId, name, isChange }, after, limit) {
      const uploaded = `SELECT item_id, hash FROM dataset_upload_items WHERE project_id = ?1
        AND upload_id = ?2 AND item_id > ?4 AND hash IS NOT NULL ORDER BY item_id LIMIT ?5`;
      const kept = `SELECT i.item_id, i.hash FROM dataset_items i WHERE i.project_id = ?1 AND i.name = ?3
        AND i.until = ${OPEN_END} AND i.item_id > ?4 AND NOT EXISTS
          (SELECT 1 FROM dataset_upload_items u
           WHERE u.project_id = ?1 AND u.upload_id = ?2 AND u.item_id = i.item_id)
        ORDER BY i.item_id LIMIT ?5`;
      const target = isChange
        ? `SELECT * FROM (${uploaded}) UNION ALL SELECT * FROM (${kept}) ORDER BY 1 LIMIT ?5`
        : uploaded;
      return rowsOf(
        d1
          .prepare(
            `WITH target AS (${target})
             SELECT t.item_id AS itemId, t.hash, c.bytes, c.split, c.is_labelled AS isLabelled
             FROM target t CROSS JOIN dataset_contents c
               ON c.project_id = ?1 AND c.name = ?3 AND c.hash = t.hash ORDER BY t.item_id`,
          )
          .bind(projectId, uploadId, name, after, limit),
      );
    },

    async write({ projectId, uploadId, name, token, version, isChange }, after, last, untilMs) {
      const between = (id: string) => `${id} > ?6 ${last === undefined ? '' : `AND ${id} <= ?7`}`;
      const given = [projectId, uploadId, token, name, version, after] as const;
      const range = last === undefined ? given : [...given, last];
      const sameItem = `SELECT 1 FROM dataset_upload_items u
        WHERE u.project_id = ?1 AND u.upload_id = ?2 AND u.item_id = i.item_id`;
      const isEnded = isChange
        ? `EXISTS (${sameItem} AND u.hash IS NOT i.hash)`
        : `NOT EXISTS (${sameItem} AND u.hash = i.hash)`;
      const answers = await transaction<{ lease: unknown; end: unknown; add: unknown }>({
        lease: d1
          .prepare(
            `UPDATE dataset_uploads SET lease_until_ms = ?4
             WHERE project_id = ?1 AND id = ?2 AND token = ?3 AND status = 'sealing'`,
          )
          .bind(projectId, uploadId, token, untilMs),
        end: d1
          .prepare(
            `UPDATE dataset_items AS i SET until = ?5
             WHERE i.project_id = ?1 AND i.name = ?4 AND i.until = ${OPEN_END} AND i.since < ?5
               AND ${between('i.item_id')} AND ${isEnded} AND ${HELD}`,
          )
          .bind(...range),
        add: d1
          .prepare(
            `INSERT INTO dataset_items (project_id, name, item_id, since, until, hash)
             SELECT ?1, ?4, u.item_id, ?5, ${OPEN_END}, u.hash FROM dataset_upload_items u
             WHERE u.project_id = ?1 AND u.upload_id = ?2 AND u.hash IS NOT NULL
               AND ${between('u.item_id')} AND ${HELD} AND NOT EXISTS
                 (SELECT 1 FROM dataset_items i WHERE i.project_id = ?1 AND i.name = ?4
                    AND i.item_id = u.item_id AND i.until = ${OPEN_END} AND i.hash = u.hash)
             ON CONFLICT DO NOTHING`,
          )
          .bind(...range),
      });
      return answers.lease.changes === 1;
    },

    async publish({ projectId, uploadId, name, token, version }, made) {
      const { description, hash, items, labelled, bytes, splits, origin, createdAtMs } = made;
      return ended(projectId, uploadId, version, [
        d1
          .prepare(
            `INSERT INTO datasets (project_id, name, version, description, hash, items, labelled,
               bytes, splits, origin, created_at_ms, is_purged)
             SELECT ?1, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, 0 WHERE ${HELD}
             ON CONFLICT DO NOTHING`,
          )
          .bind(
            ...[projectId, uploadId, token, name, version, description, hash, items],
            ...[labelled, bytes, splits, origin, createdAtMs],
          ),
        end(projectId, uploadId, token, version, true),
      ]);
    },

    discard: ({ projectId, uploadId, token }, same) =>
      ended(projectId, uploadId, same, [end(projectId, uploadId, token, same, false)]),

    expired: (nowMs, limit) =>
      rowsOf(
        d1
          .prepare(
            `SELECT project_id AS projectId, id AS uploadId FROM dataset_uploads
             WHERE status = 'sealing' AND lease_until_ms <= ?1 LIMIT ?2`,
          )
          .bind(nowMs, limit),
      ),
  };

  function end(
    projectId: string,
    uploadId: string,
    token: string,
    version: number,
    isNew: boolean,
  ): D1PreparedStatement {
    return d1
      .prepare(
        `UPDATE dataset_uploads SET status = 'sealed', version = ?4, is_new = ?5, token = NULL,
           lease_until_ms = 0
         WHERE project_id = ?1 AND id = ?2 AND token = ?3 AND status = 'sealing'`,
      )
      .bind(projectId, uploadId, token, version, isNew ? 1 : 0);
  }

  /** Also true when an attempt whose answer was lost has done it. */
  async function ended(
    projectId: string,
    uploadId: string,
    version: number,
    statements: D1PreparedStatement[],
  ): Promise<boolean> {
    const look = d1
      .prepare(
        `SELECT 1 FROM dataset_uploads
         WHERE project_id = ?1 AND id = ?2 AND status = 'sealed' AND version = ?3`,
      )
      .bind(projectId, uploadId, version);
    const answers = await transaction<{ steps: unknown; look: unknown }>({
      steps: statements,
      look,
    });
    return answers.look.rows.length === 1;
  }
}
