import type { Database } from './database.ts';

/** Rows that one transaction removes; their ids are one parameter. */
const ROWS_A_STEP = 2_000;

/** A content that something stops to refer to. */
interface Dropped {
  itemId: string;
  hash: string | null;
}

interface UploadRows {
  projectId: string;
  uploadId: string;
  /** The attempt that holds its intake, or null once it takes no more items. */
  token: string | null;
  /** Whether only what was never committed goes. */
  isBeyond: boolean;
}

/** Removes items of an upload, in bounded steps, with contents that nothing else refers to. */
export async function removeUploadItems(
  { d1, attempt, transaction }: Database,
  { projectId, uploadId, token, isBeyond }: UploadRows,
): Promise<void> {
  const held = `EXISTS (SELECT 1 FROM dataset_uploads WHERE project_id = ?1 AND id = ?2
    AND (token IS ?3 AND token IS NOT NULL OR status IN ('sealed', 'abandoned')))`;
  const beyond = isBeyond
    ? 'AND line >= (SELECT next_line FROM dataset_uploads WHERE project_id = ?1 AND id = ?2)'
    : '';
  for (;;) {
    const some = d1
      .prepare(
        `SELECT item_id AS itemId, hash FROM dataset_upload_items
         WHERE project_id = ?1 AND upload_id = ?2 ${beyond} AND ${held} LIMIT ${ROWS_A_STEP}`,
      )
      .bind(projectId, uploadId, token);
    const { results } = await attempt(() => some.all<Dropped>());
    if (results.length === 0) return;
    const json = JSON.stringify(results.map(({ itemId, hash }) => [itemId, hash]));
    await transaction<{ items: unknown; contents: unknown }>({
      items: d1
        .prepare(
          `DELETE FROM dataset_upload_items WHERE project_id = ?1 AND upload_id = ?2 ${beyond} AND ${held}
             AND item_id IN (SELECT json_extract(value, '$[0]') FROM json_each(?4))`,
        )
        .bind(projectId, uploadId, token, json),
      contents: removeOrphans(
        d1,
        projectId,
        '(SELECT name FROM dataset_uploads WHERE project_id = ?1 AND id = ?2)',
        uploadId,
        json,
      ),
    });
  }
}

/**
 * A statement that removes those contents of a data set that no version and no upload refers to.
 *
 * @param name the name of the data set as SQL, of the parameter ?2
 * @param dropped pairs of item id and hash, as JSON
 */
export function removeOrphans(
  d1: D1Database,
  projectId: string,
  name: string,
  parameter: string,
  dropped: string,
): D1PreparedStatement {
  // The hash covers the id, so whatever refers to a content does so under the same id.
  return d1
    .prepare(
      `DELETE FROM dataset_contents WHERE project_id = ?1 AND name = ${name} AND hash IN (
         SELECT json_extract(value, '$[1]') FROM json_each(?3)
         WHERE NOT EXISTS (SELECT 1 FROM dataset_items i WHERE i.project_id = ?1 AND i.name = ${name}
             AND i.item_id = json_extract(value, '$[0]') AND i.hash = json_extract(value, '$[1]'))
           AND NOT EXISTS (SELECT 1 FROM dataset_uploads o CROSS JOIN dataset_upload_items u
               ON u.project_id = ?1 AND u.upload_id = o.id AND u.item_id = json_extract(value, '$[0]')
             WHERE o.project_id = ?1 AND o.name = ${name} AND u.hash = json_extract(value, '$[1]')))`,
    )
    .bind(projectId, parameter, dropped);
}
