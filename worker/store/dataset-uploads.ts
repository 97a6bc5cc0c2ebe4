import { datasetUploads } from '@assay/schema/db/datasets.ts';
import { and, eq } from 'drizzle-orm';
import type { Database } from './database.ts';
import { removeUploadItems } from './dataset-orphans.ts';
import type { Claim } from './intake.ts';
import { pack } from './pack.ts';
import { isSealedText, keyOfText } from './sealed-text.ts';

export type StoredUpload = typeof datasetUploads.$inferSelect;

/** An item on its way into an upload. */
export interface NewItem {
  /** Counted over all requests, from 1. */
  line: number;
  itemId: string;
  /** null for one that is removed from the base. */
  content: NewContent | null;
}

export interface NewContent {
  hash: string;
  bytes: number;
  split: string | null;
  tags: readonly string[];
  isLabelled: boolean;
  /** Canonical JSON, or a text that encrypts it, as JSON. */
  json: string;
  /** The key that encrypted it: it is refused if that was dropped. */
  sealedBy?: string;
}

/** An item whose id another line of the upload has. */
export interface RepeatedItem {
  line: number;
  earlier: number;
}

/** What a request adds to, while it has the upload to itself. */
export interface UploadIntake {
  projectId: string;
  uploadId: string;
  /** Of this attempt alone. */
  token: string;
  /** The same for every attempt at one request. */
  append: string;
}

/** Uploads of data sets in D1. All but `claim` do nothing once the intake is another's. */
export interface DatasetUploadStore {
  /**
   * Makes an upload, or takes over the one that an earlier attempt at the same request left open.
   *
   * @param most uploads to the data set that may be open
   */
  open(upload: StoredUpload, most: number): Promise<StoredUpload | undefined>;
  find(projectId: string, id: string): Promise<StoredUpload | undefined>;
  /** Takes the intake of an open upload, also from an earlier attempt at the same request. */
  claim(intake: UploadIntake, nowMs: number, untilMs: number): Promise<Claim>;
  /**
   * Adds items; those whose id is there already are omitted and returned.
   *
   * @returns undefined when the intake is another's
   */
  add(
    intake: UploadIntake,
    items: readonly NewItem[],
    untilMs: number,
  ): Promise<RepeatedItem[] | undefined>;
  /** Makes what was added part of the upload; false when the intake is another's. */
  commit(intake: UploadIntake, nextLine: number, expiresAtMs: number): Promise<boolean>;
  /** Removes what was added and frees the intake. */
  abandon(intake: UploadIntake): Promise<void>;
  /** Hides an upload that has not become a version; false when it is sealed, or being sealed. */
  discard(projectId: string, id: string): Promise<boolean>;
}

export function createDatasetUploadStore(database: Database): DatasetUploadStore {
  const { d1, orm, attempt, transaction } = database;
  const HELD = `EXISTS (SELECT 1 FROM dataset_uploads
    WHERE project_id = ?1 AND id = ?2 AND token = ?3 AND status = 'open')`;

  const find = (projectId: string, id: string) =>
    attempt(() =>
      orm
        .select()
        .from(datasetUploads)
        .where(and(eq(datasetUploads.projectId, projectId), eq(datasetUploads.id, id)))
        .get(),
    );

  return {
    async open(upload, most) {
      const { projectId, id, name, target, base, description, origin } = upload;
      const insert = d1
        .prepare(
          `INSERT INTO dataset_uploads (project_id, id, name, status, target, base, description, origin,
             next_line, lease_until_ms, created_at_ms, expires_at_ms)
           SELECT ?1, ?2, ?3, 'open', ?4, ?5, ?6, ?7, 1, 0, ?8, ?9
           WHERE (SELECT count(*) FROM dataset_uploads
                  WHERE project_id = ?1 AND name = ?3 AND status = 'open' AND expires_at_ms > ?8) < ?10
           ON CONFLICT DO NOTHING`,
        )
        .bind(
          ...[projectId, id, name, target, base, description, origin],
          ...[upload.createdAtMs, upload.expiresAtMs, most],
        );
      await attempt(() => insert.run());
      return find(projectId, id);
    },

    find,

    async claim({ projectId, uploadId, token, append }, nowMs, untilMs) {
      const claim = d1
        .prepare(
          `UPDATE dataset_uploads SET token = ?3, append = ?4, lease_until_ms = ?5
           WHERE project_id = ?1 AND id = ?2 AND status = 'open'
             AND (lease_until_ms <= ?6 OR append = ?4) AND last_append IS NOT ?4`,
        )
        .bind(projectId, uploadId, token, append, untilMs, nowMs);
      const look = d1
        .prepare(
          `SELECT status, token, last_append IS ?3 AS isCommitted FROM dataset_uploads
           WHERE project_id = ?1 AND id = ?2`,
        )
        .bind(projectId, uploadId, append);
      const answers = await transaction<{
        claim: unknown;
        look: { status: string; token: string | null; isCommitted: 0 | 1 };
      }>({ claim, look });
      const [found] = answers.look.rows;
      if (found?.isCommitted === 1) return 'committed';
      if (found?.status !== 'open') return 'closed';
      if (found.token !== token) return 'busy';
      await removeUploadItems(database, { projectId, uploadId, token, isBeyond: true });
      return 'claimed';
    },

    async add({ projectId, uploadId, token }, items, untilMs) {
      const contents = items.flatMap(({ content }) =>
        content === null ? [] : [contentRow(content)],
      );
      const rows = items.map(({ itemId, line, content }) => [itemId, line, content?.hash ?? null]);
      const held = (sql: string, json: string) =>
        d1
          .prepare(`${sql} FROM json_each(?4) WHERE ${HELD} ON CONFLICT DO NOTHING`)
          .bind(...[projectId, uploadId, token, json]);
      const cell = (i: number) => `json_extract(value, '$[${i}]')`;
      const answers = await transaction<{
        lease: unknown;
        contents: unknown;
        items: unknown;
        repeats: RepeatedItem;
      }>({
        lease: d1
          .prepare(
            `UPDATE dataset_uploads SET lease_until_ms = ?4
             WHERE project_id = ?1 AND id = ?2 AND token = ?3 AND status = 'open'`,
          )
          .bind(projectId, uploadId, token, untilMs),
        contents: pack(contents).map((json) =>
          d1
            .prepare(
              // A content whose key was dropped becomes NULL, which its column refuses.
              `INSERT INTO dataset_contents (project_id, name, hash, bytes, split, tags, is_labelled, item)
               SELECT ?1, (SELECT name FROM dataset_uploads WHERE project_id = ?1 AND id = ?2),
                 ${[0, 1, 2, 3, 4].map(cell).join(', ')},
                 CASE WHEN ${cell(6)} IS NULL OR EXISTS (${livingKey(cell(6))}) THEN ${cell(5)} END
               FROM json_each(?4) WHERE ${HELD}
               ON CONFLICT DO UPDATE SET item = excluded.item
               WHERE ${isSealedText('dataset_contents.item')}
                 AND NOT EXISTS (${livingKey(KEY_OF_CONTENT)})`,
            )
            .bind(projectId, uploadId, token, json),
        ),
        items: held(
          `INSERT INTO dataset_upload_items (project_id, upload_id, item_id, line, hash)
           SELECT ?1, ?2, ${[0, 1, 2].map(cell).join(', ')}`,
          JSON.stringify(rows),
        ),
        // CROSS JOIN keeps the order: the other way round it would read the whole upload each time.
        repeats: d1
          .prepare(
            `SELECT ${cell(1)} AS line, u.line AS earlier
             FROM json_each(?3) CROSS JOIN dataset_upload_items u
               ON u.project_id = ?1 AND u.upload_id = ?2 AND u.item_id = ${cell(0)}
             WHERE u.line <> ${cell(1)}`,
          )
          .bind(projectId, uploadId, JSON.stringify(rows)),
      });
      return answers.lease.changes === 1 ? answers.repeats.rows : undefined;
    },

    async commit({ projectId, uploadId, token, append }, nextLine, expiresAtMs) {
      const commit = d1
        .prepare(
          `UPDATE dataset_uploads SET next_line = ?4, last_append = ?5, token = NULL, append = NULL,
             lease_until_ms = 0, expires_at_ms = ?6
           WHERE project_id = ?1 AND id = ?2 AND token = ?3 AND status = 'open'`,
        )
        .bind(projectId, uploadId, token, nextLine, append, expiresAtMs);
      const look = d1
        .prepare(
          'SELECT 1 FROM dataset_uploads WHERE project_id = ?1 AND id = ?2 AND last_append = ?3',
        )
        .bind(projectId, uploadId, append);
      const answers = await transaction<{ commit: unknown; look: unknown }>({ commit, look });
      return answers.look.rows.length === 1;
    },

    async abandon({ projectId, uploadId, token }) {
      await removeUploadItems(database, { projectId, uploadId, token, isBeyond: true });
      const free = d1
        .prepare(
          `UPDATE dataset_uploads SET token = NULL, append = NULL, lease_until_ms = 0
           WHERE project_id = ?1 AND id = ?2 AND token = ?3 AND status = 'open'`,
        )
        .bind(projectId, uploadId, token);
      await attempt(() => free.run());
    },

    async discard(projectId, id) {
      const hide = d1
        .prepare(
          `UPDATE dataset_uploads SET status = 'abandoned', token = NULL, expires_at_ms = 0
           WHERE project_id = ?1 AND id = ?2 AND status = 'open'`,
        )
        .bind(projectId, id);
      await attempt(() => hide.run());
      return (await find(projectId, id))?.status === 'abandoned';
    },
  };
}

/** A key of the project ?1 that was not dropped. */
const livingKey = (id: string) =>
  `SELECT 1 FROM data_keys k WHERE k.project_id = ?1 AND k.id = ${id} AND k.dropped_at_ms IS NULL`;
const KEY_OF_CONTENT = keyOfText('dataset_contents.item');

function contentRow(content: NewContent): string {
  const { hash, bytes, split, tags, isLabelled, json, sealedBy = null } = content;
  const tagList = tags.length === 0 ? null : JSON.stringify(tags);
  const head = JSON.stringify([hash, bytes, split, tagList, isLabelled ? 1 : 0]).slice(0, -1);
  return `${head},${json},${JSON.stringify(sealedBy)}]`;
}
