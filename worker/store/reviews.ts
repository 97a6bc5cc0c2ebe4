import type { reviewItems, reviews } from '@assay/schema/db/reviews.ts';
import type { Database } from './database.ts';
import { insertLabelsIf, type NewLabel } from './labels.ts';

export type StoredReviewItem = typeof reviewItems.$inferSelect;
export type StoredReview = typeof reviews.$inferSelect;

/** A person at an item of a queue. */
export interface Hold {
  projectId: string;
  queue: string;
  at: number;
  reviewer: string;
}

/** What a reviewer says. */
export interface GivenAnswer {
  /** As JSON: value, comment and spans. */
  answer: string;
  /** The value alone, as JSON; null in a draft without one. */
  value: string | null;
}

/** An item with what the reviewer who asks has of it. */
export type HeldItem = Pick<
  StoredReviewItem,
  'at' | 'target' | 'inclusionProbability' | 'decidedAtMs'
> &
  Pick<StoredReview, 'status' | 'leaseUntilMs' | 'answer' | 'revealedAtMs'>;

export interface DisputedRow {
  at: number;
  target: string;
  reviewer: string;
  answer: string;
}

/**
 * Reviews in D1. Each change is one statement, which itself checks what it depends on: that of two
 * reviewers who reach for the last review of an item at the same moment, one gets it.
 */
export interface ReviewStore {
  /**
   * Gives an item to a reviewer: the given one, or the first after `after` that is free. Free is what
   * the reviewer has neither submitted nor skipped, and has fewer reviews than it wants, counting
   * those that others submitted or hold.
   *
   * @returns the place of the item; undefined if there is none
   */
  claim(
    reviewer: Omit<Hold, 'at'>,
    wanted: { at: number } | { after: number },
    leaseUntilMs: number,
    nowMs: number,
  ): Promise<number | undefined>;
  /** The first item that the reviewer opened and neither submitted nor skipped. */
  unfinished(reviewer: Omit<Hold, 'at'>): Promise<number | undefined>;
  /** The last item that the reviewer was given; 0 before the first. */
  furthest(reviewer: Omit<Hold, 'at'>): Promise<number>;
  find(hold: Hold): Promise<HeldItem | undefined>;
  /** Keeps an answer that is not submitted yet; false if the reviewer has lost the item. */
  draft(hold: Hold, given: GivenAnswer, leaseUntilMs: number, nowMs: number): Promise<boolean>;
  /** False if the reviewer has submitted it already, or was never given it. */
  skip(hold: Hold): Promise<boolean>;
  /**
   * Submits an answer, or corrects it, and adds its label, in one transaction. Late answers are taken
   * if the place is still free; those to what was revealed or decided are not.
   *
   * @returns whether it was taken
   */
  submit(
    hold: Hold,
    given: GivenAnswer,
    label: NewLabel,
    submission: string,
    nowMs: number,
  ): Promise<boolean>;
  /** Marks that the reviewer sees what the queue hides; false before the reviewer has submitted. */
  reveal(hold: Hold, nowMs: number): Promise<boolean>;
  /** Marks that the sample of an item is gone, so that nobody is given it. */
  markGone(projectId: string, queue: string, at: number): Promise<void>;
  /** How many items the reviewer may still be given, now or once leases of others end. */
  countLeft(reviewer: Omit<Hold, 'at'>): Promise<number>;
  /** What each said of the disputed items after a place. */
  disputed(projectId: string, queue: string, after: number, limit: number): Promise<DisputedRow[]>;
  item(projectId: string, queue: string, at: number): Promise<StoredReviewItem | undefined>;
  /** Decides a disputed item and adds the label; false if it is not disputed. */
  decide(item: Omit<Hold, 'reviewer'>, label: NewLabel, nowMs: number): Promise<boolean>;
}

const ITEM = 'i.project_id = ?1 AND i.queue = ?2';

/** Whether an item `i` has a place for a reviewer, whatever that reviewer has of it. */
const hasPlaceFor = (reviewer: string, now: string) =>
  `(SELECT count(*) FROM reviews r
     WHERE r.project_id = i.project_id AND r.queue = i.queue AND r.at = i.at AND r.reviewer <> ${reviewer} AND (r.status = 'submitted'
       OR (r.status IN ('leased', 'draft') AND r.lease_until_ms > ${now}))) < i.wanted`;

const IS_OPEN = `EXISTS (SELECT 1 FROM review_queues q WHERE q.project_id = ?1 AND q.name = ?2
  AND q.status = 'open' AND q.deleted_at_ms IS NULL)`;

const HELD = 'project_id = ?1 AND queue = ?2 AND at = ?3 AND reviewer = ?4';
const CAN_ANSWER = `EXISTS (SELECT 1 FROM review_items i WHERE ${ITEM} AND i.at = ?3
  AND i.decided_at_ms IS NULL AND (reviews.status = 'submitted' OR ${hasPlaceFor('?4', '?5')}))
  AND ${IS_OPEN}`;

export function createReviewStore({ d1, attempt, transaction }: Database): ReviewStore {
  const keysOf = ({ projectId, queue, at, reviewer }: Hold) => [projectId, queue, at, reviewer];

  async function changes(statement: D1PreparedStatement): Promise<boolean> {
    return (await attempt(() => statement.run())).meta.changes > 0;
  }

  return {
    async claim({ projectId, queue, reviewer }, wanted, leaseUntilMs, nowMs) {
      const isNamed = 'at' in wanted;
      const where = isNamed ? 'i.at = ?6' : 'i.at > ?6';
      const mine = `EXISTS (SELECT 1 FROM reviews o WHERE o.project_id = ?1 AND o.queue = ?2
        AND o.at = i.at AND o.reviewer = ?3 AND o.status IN (${isNamed ? "'submitted'" : "'submitted', 'skipped'"}))`;
      const statement = d1
        .prepare(
          `INSERT INTO reviews (project_id, queue, at, reviewer, status, lease_until_ms, started_at_ms)
           SELECT ?1, ?2, i.at, ?3, 'leased', ?4, ?5 FROM review_items i
           WHERE ${ITEM} AND ${where} AND i.done < i.wanted AND i.is_gone = 0 AND ${IS_OPEN}
             AND NOT ${mine} AND ${hasPlaceFor('?3', '?5')}
           ORDER BY i.at LIMIT 1
           ON CONFLICT (project_id, queue, at, reviewer) DO UPDATE SET
             status = CASE status WHEN 'skipped' THEN 'leased' ELSE status END,
             lease_until_ms = excluded.lease_until_ms
           RETURNING at`,
        )
        .bind(
          ...[projectId, queue, reviewer, leaseUntilMs, nowMs],
          isNamed ? wanted.at : wanted.after,
        );
      return (await attempt(() => statement.first<{ at: number }>()))?.at;
    },

    async unfinished({ projectId, queue, reviewer }) {
      const statement = d1
        .prepare(
          `SELECT at FROM reviews INDEXED BY reviews_by_reviewer
           WHERE project_id = ?1 AND queue = ?2 AND reviewer = ?3 AND status IN ('leased', 'draft')
           ORDER BY at LIMIT 1`,
        )
        .bind(projectId, queue, reviewer);
      return (await attempt(() => statement.first<{ at: number }>()))?.at;
    },

    async furthest({ projectId, queue, reviewer }) {
      const statement = d1
        .prepare(
          `SELECT coalesce(max(at), 0) AS at FROM reviews
           WHERE project_id = ?1 AND queue = ?2 AND reviewer = ?3`,
        )
        .bind(projectId, queue, reviewer);
      return (await attempt(() => statement.first<{ at: number }>()))?.at ?? 0;
    },

    async find(hold) {
      const statement = d1
        .prepare(
          `SELECT i.at, i.target, i.inclusion_probability AS inclusionProbability,
             i.decided_at_ms AS decidedAtMs, r.status, r.lease_until_ms AS leaseUntilMs, r.answer,
             r.revealed_at_ms AS revealedAtMs
           FROM reviews r JOIN review_items i
             ON i.project_id = r.project_id AND i.queue = r.queue AND i.at = r.at
           WHERE r.project_id = ?1 AND r.queue = ?2 AND r.at = ?3 AND r.reviewer = ?4`,
        )
        .bind(...keysOf(hold));
      return (await attempt(() => statement.first<HeldItem>())) ?? undefined;
    },

    draft: (hold, { answer, value }, leaseUntilMs, nowMs) =>
      changes(
        d1
          .prepare(
            `UPDATE reviews SET status = 'draft', answer = ?6, value = ?7, lease_until_ms = ?8
             WHERE ${HELD} AND status IN ('leased', 'draft') AND ${CAN_ANSWER}`,
          )
          .bind(...keysOf(hold), nowMs, answer, value, leaseUntilMs),
      ),

    skip: (hold) =>
      changes(
        d1
          .prepare(`UPDATE reviews SET status = 'skipped' WHERE ${HELD} AND status <> 'submitted'`)
          .bind(...keysOf(hold)),
      ),

    async submit(hold, { answer, value }, label, submission, nowMs) {
      const keys = keysOf(hold);
      const isTaken = `EXISTS (SELECT 1 FROM reviews WHERE ${HELD} AND submission = ?5)`;
      const answers = await transaction<{
        review: unknown;
        item: unknown;
        label: unknown;
        look: unknown;
      }>({
        review: d1
          .prepare(
            `UPDATE reviews SET status = 'submitted', answer = ?6, value = ?7, submission = ?8,
               submitted_at_ms = coalesce(submitted_at_ms, ?5),
               lead_ms = coalesce(lead_ms, ?5 - started_at_ms)
             WHERE ${HELD} AND status <> 'skipped' AND revealed_at_ms IS NULL AND ${CAN_ANSWER}`,
          )
          .bind(...keys, nowMs, answer, value, submission),
        item: d1
          .prepare(
            `UPDATE review_items AS i SET (done, is_disputed) = (
               SELECT count(*), count(DISTINCT r.value) > 1 FROM reviews r
               WHERE r.project_id = ?1 AND r.queue = ?2 AND r.at = ?3 AND r.status = 'submitted')
             WHERE ${ITEM} AND i.at = ?3 AND ${isTaken}`,
          )
          .bind(...keys, submission),
        label: d1
          .prepare(
            insertLabelsIf(
              'EXISTS (SELECT 1 FROM reviews WHERE project_id = ?1 AND queue = ?3 AND at = ?4 AND reviewer = ?5 AND submission = ?6)',
            ),
          )
          .bind(
            ...[hold.projectId, JSON.stringify([label]), hold.queue, hold.at, hold.reviewer],
            submission,
          ),
        look: d1.prepare(`SELECT 1 WHERE ${isTaken}`).bind(...keys, submission),
      });
      return answers.look.rows.length > 0;
    },

    reveal: (hold, nowMs) =>
      changes(
        d1
          .prepare(
            `UPDATE reviews SET revealed_at_ms = coalesce(revealed_at_ms, ?5)
             WHERE ${HELD} AND status = 'submitted'`,
          )
          .bind(...keysOf(hold), nowMs),
      ),

    async markGone(projectId, queue, at) {
      const statement = d1
        .prepare(
          'UPDATE review_items SET is_gone = 1 WHERE project_id = ?1 AND queue = ?2 AND at = ?3',
        )
        .bind(projectId, queue, at);
      await attempt(() => statement.run());
    },

    async countLeft({ projectId, queue, reviewer }) {
      const statement = d1
        .prepare(
          `SELECT count(*) AS n FROM review_items i
           WHERE ${ITEM} AND i.done < i.wanted AND i.is_gone = 0 AND NOT EXISTS (
             SELECT 1 FROM reviews o WHERE o.project_id = ?1 AND o.queue = ?2 AND o.at = i.at
               AND o.reviewer = ?3 AND o.status IN ('submitted', 'skipped'))`,
        )
        .bind(projectId, queue, reviewer);
      return (await attempt(() => statement.first<{ n: number }>()))?.n ?? 0;
    },

    async disputed(projectId, queue, after, limit) {
      const statement = d1
        .prepare(
          `SELECT i.at, i.target, r.reviewer, r.answer FROM (
             SELECT i.at, i.target FROM review_items i WHERE ${ITEM} AND i.at > ?3
               AND i.is_disputed = 1 AND i.decided_at_ms IS NULL ORDER BY i.at LIMIT ?4) i
           CROSS JOIN reviews r ON r.project_id = ?1 AND r.queue = ?2 AND r.at = i.at
             AND r.status = 'submitted'
           ORDER BY i.at, r.reviewer`,
        )
        .bind(projectId, queue, after, limit);
      return (await attempt(() => statement.all<DisputedRow>())).results;
    },

    async item(projectId, queue, at) {
      const statement = d1
        .prepare(
          `SELECT i.project_id AS projectId, i.queue, i.at, i.target, i.stratum,
             i.inclusion_probability AS inclusionProbability, i.wanted, i.done,
             i.is_disputed AS isDisputed, i.decided_at_ms AS decidedAtMs, i.is_gone AS isGone
           FROM review_items i WHERE ${ITEM} AND i.at = ?3`,
        )
        .bind(projectId, queue, at);
      return (await attempt(() => statement.first<StoredReviewItem>())) ?? undefined;
    },

    async decide({ projectId, queue, at }, label, nowMs) {
      const answers = await transaction<{ item: unknown; label: unknown; look: unknown }>({
        item: d1
          .prepare(
            `UPDATE review_items SET decided_at_ms = ?4
             WHERE project_id = ?1 AND queue = ?2 AND at = ?3 AND is_disputed = 1`,
          )
          .bind(projectId, queue, at, nowMs),
        label: d1
          .prepare(
            insertLabelsIf(
              'EXISTS (SELECT 1 FROM review_items WHERE project_id = ?1 AND queue = ?3 AND at = ?4 AND is_disputed = 1)',
            ),
          )
          .bind(projectId, JSON.stringify([label]), queue, at),
        look: d1
          .prepare(
            `SELECT 1 FROM review_items
             WHERE project_id = ?1 AND queue = ?2 AND at = ?3 AND is_disputed = 1`,
          )
          .bind(projectId, queue, at),
      });
      return answers.look.rows.length > 0;
    },
  };
}
