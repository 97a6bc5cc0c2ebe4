import { reviewQueues } from '@assay/schema/db/reviews.ts';
import { and, eq, gt, isNull } from 'drizzle-orm';
import type { Database } from './database.ts';
import { pack } from './pack.ts';

export type StoredQueue = typeof reviewQueues.$inferSelect;
export type NewQueue = Omit<StoredQueue, 'deletedAtMs'>;

/** An item on its way into a queue, in the order in which it is given out. */
export interface NewReviewItem {
  target: string;
  stratum: string | null;
  inclusionProbability: number | null;
}

/** Counts over the items of a queue. */
export interface ItemCounts {
  items: number;
  complete: number;
  disputed: number;
  adjudicated: number;
  wanted: number;
}

/** Counts over the reviews of a person. */
export interface ReviewerCounts {
  reviewer: string;
  submitted: number;
  skipped: number;
  meanLeadMs: number | null;
  lastAtMs: number | null;
}

/** Review queues in D1. */
export interface ReviewQueueStore {
  /** Makes a queue with its items, all or nothing; false if the name is taken. */
  insert(queue: NewQueue, items: readonly NewReviewItem[]): Promise<boolean>;
  find(projectId: string, name: string): Promise<StoredQueue | undefined>;
  /** By name, those after the name `after`. */
  list(projectId: string, limit: number, after?: string): Promise<StoredQueue[]>;
  setStatus(projectId: string, name: string, status: StoredQueue['status']): Promise<void>;
  /** Hides a queue and removes its items; labels are kept. */
  remove(projectId: string, name: string, atMs: number): Promise<void>;
  countItems(projectId: string, name: string): Promise<ItemCounts>;
  /** The most active first. */
  countReviewers(projectId: string, name: string): Promise<ReviewerCounts[]>;
}

export function createReviewQueueStore(database: Database): ReviewQueueStore {
  const { d1, orm, attempt, transaction } = database;
  const own = (projectId: string, name: string) =>
    and(
      eq(reviewQueues.projectId, projectId),
      eq(reviewQueues.name, name),
      isNull(reviewQueues.deletedAtMs),
    );

  return {
    async insert(queue, items) {
      const { sql: text, params } = orm
        .insert(reviewQueues)
        .values({ ...queue, deletedAtMs: null })
        .onConflictDoNothing()
        .toSQL();
      const isOurs =
        'EXISTS (SELECT 1 FROM review_queues WHERE project_id = ?1 AND name = ?2 AND attempt = ?3)';
      const rows = items.map(({ target, stratum, inclusionProbability }, i) =>
        JSON.stringify([i + 1, target, stratum, inclusionProbability]),
      );
      const answers = await transaction<{ queue: unknown; items: unknown; look: unknown }>({
        queue: d1.prepare(text).bind(...params),
        items: pack(rows).map((packed) =>
          d1
            .prepare(
              `INSERT INTO review_items
                 (project_id, queue, at, target, stratum, inclusion_probability, wanted)
               SELECT ?1, ?2, json_extract(value, '$[0]'), json_extract(value, '$[1]'),
                 json_extract(value, '$[2]'), json_extract(value, '$[3]'), ?5
               FROM json_each(?4) WHERE ${isOurs} ON CONFLICT DO NOTHING`,
            )
            .bind(queue.projectId, queue.name, queue.attempt, packed, queue.reviewsPerItem),
        ),
        look: d1
          .prepare(`SELECT 1 WHERE ${isOurs}`)
          .bind(queue.projectId, queue.name, queue.attempt),
      });
      return answers.look.rows.length > 0;
    },

    find: (projectId, name) =>
      attempt(() => orm.select().from(reviewQueues).where(own(projectId, name)).get()),

    list: (projectId, limit, after = '') =>
      attempt(() =>
        orm
          .select()
          .from(reviewQueues)
          .where(
            and(
              eq(reviewQueues.projectId, projectId),
              isNull(reviewQueues.deletedAtMs),
              gt(reviewQueues.name, after),
            ),
          )
          .orderBy(reviewQueues.name)
          .limit(limit)
          .all(),
      ),

    async setStatus(projectId, name, status) {
      await attempt(() =>
        orm.update(reviewQueues).set({ status }).where(own(projectId, name)).run(),
      );
    },

    async remove(projectId, name, atMs) {
      const removeFrom = (table: string) =>
        d1
          .prepare(`DELETE FROM ${table} WHERE project_id = ?1 AND queue = ?2`)
          .bind(projectId, name);
      await transaction<{ queue: unknown; items: unknown; reviews: unknown }>({
        queue: d1
          .prepare(
            `UPDATE review_queues SET deleted_at_ms = ?3, status = 'closed'
             WHERE project_id = ?1 AND name = ?2`,
          )
          .bind(projectId, name, atMs),
        items: removeFrom('review_items'),
        reviews: removeFrom('reviews'),
      });
    },

    async countItems(projectId, name) {
      const statement = d1
        .prepare(
          `SELECT count(*) AS items, coalesce(sum(done >= wanted), 0) AS complete,
             coalesce(sum(is_disputed = 1 AND decided_at_ms IS NULL), 0) AS disputed,
             coalesce(sum(decided_at_ms IS NOT NULL), 0) AS adjudicated,
             coalesce(sum(wanted), 0) AS wanted
           FROM review_items WHERE project_id = ?1 AND queue = ?2 AND is_gone = 0`,
        )
        .bind(projectId, name);
      const none = { items: 0, complete: 0, disputed: 0, adjudicated: 0, wanted: 0 };
      return (await attempt(() => statement.first<ItemCounts>())) ?? none;
    },

    async countReviewers(projectId, name) {
      const statement = d1
        .prepare(
          `SELECT reviewer, sum(status = 'submitted') AS submitted,
             sum(status = 'skipped') AS skipped, avg(lead_ms) AS meanLeadMs,
             max(submitted_at_ms) AS lastAtMs
           FROM reviews WHERE project_id = ?1 AND queue = ?2
           GROUP BY reviewer ORDER BY submitted DESC, reviewer`,
        )
        .bind(projectId, name);
      return (await attempt(() => statement.all<ReviewerCounts>())).results;
    },
  };
}
