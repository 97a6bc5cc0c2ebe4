import { webhookDeliveries, webhookSecrets } from '@assay/schema/db/webhooks.ts';
import type { WebhookAnswer } from '@assay/schema/types.ts';
import { and, desc, eq, getTableColumns } from 'drizzle-orm';
import type { Database } from './database.ts';

export type StoredDelivery = typeof webhookDeliveries.$inferSelect;
/** A delivery without what it sends. */
export type ListedDelivery = Omit<StoredDelivery, 'outcome' | 'body'>;
export type StoredGeneration = typeof webhookSecrets.$inferSelect;

/** Webhook deliveries and the generations of signing secrets, in D1. */
export interface WebhookStore {
  generation(projectId: string): Promise<StoredGeneration | undefined>;
  /** Moves to the next generation, unless another has done so since `from`. */
  rotate(next: StoredGeneration, from: number): Promise<void>;
  find(deliveryId: string): Promise<StoredDelivery | undefined>;
  /** Newest first; there is one for each time the batch ended. */
  list(projectId: string, batchId: string): Promise<ListedDelivery[]>;
  /** Keeps what a pending delivery sends, unless an earlier attempt has; returns what is kept. */
  keepBody(deliveryId: string, body: string): Promise<string | undefined>;
  /** Adds the answer of an attempt; an attempt that is counted already changes nothing. */
  record(
    delivery: StoredDelivery,
    answer: WebhookAnswer,
    status: StoredDelivery['status'],
    leaseUntilMs: number,
  ): Promise<void>;
  /** Leases pending deliveries anew whose message was lost. */
  reclaimLost(nowMs: number, leaseUntilMs: number, limit: number): Promise<string[]>;
}

const MOST_LISTED = 100;
const { outcome: _, body: __, ...LISTED } = getTableColumns(webhookDeliveries);

export function createWebhookStore({ d1, orm, attempt, transaction }: Database): WebhookStore {
  return {
    generation: (projectId) =>
      attempt(() =>
        orm.select().from(webhookSecrets).where(eq(webhookSecrets.projectId, projectId)).get(),
      ),

    async rotate(next, from) {
      await attempt(() =>
        orm
          .insert(webhookSecrets)
          .values(next)
          .onConflictDoUpdate({
            target: webhookSecrets.projectId,
            set: next,
            setWhere: eq(webhookSecrets.generation, from),
          })
          .run(),
      );
    },

    find: (deliveryId) =>
      attempt(() =>
        orm.select().from(webhookDeliveries).where(eq(webhookDeliveries.id, deliveryId)).get(),
      ),

    list: (projectId, batchId) =>
      attempt(() =>
        orm
          .select(LISTED)
          .from(webhookDeliveries)
          .where(
            and(eq(webhookDeliveries.projectId, projectId), eq(webhookDeliveries.batchId, batchId)),
          )
          .orderBy(desc(webhookDeliveries.id))
          .limit(MOST_LISTED)
          .all(),
      ),

    async keepBody(deliveryId, body) {
      const keep = d1
        .prepare(
          `UPDATE webhook_deliveries SET body = ?2
           WHERE id = ?1 AND status = 'pending' AND body IS NULL`,
        )
        .bind(deliveryId, body);
      const look = d1
        .prepare("SELECT body FROM webhook_deliveries WHERE id = ?1 AND status = 'pending'")
        .bind(deliveryId);
      const answers = await transaction<{ keep: unknown; look: { body: string } }>({ keep, look });
      return answers.look.rows[0]?.body;
    },

    async record({ id, attempts }, answer, status, leaseUntilMs) {
      const update = d1
        .prepare(
          `UPDATE webhook_deliveries SET attempts = attempts + 1, status = ?3, lease_until_ms = ?5,
             answers = json_insert(answers, '$[#]', json(?4)),
             body = CASE WHEN ?3 = 'pending' THEN body END
           WHERE id = ?1 AND attempts = ?2 AND status = 'pending'`,
        )
        .bind(id, attempts, status, JSON.stringify(answer), leaseUntilMs);
      await attempt(() => update.run());
    },

    async reclaimLost(nowMs, leaseUntilMs, limit) {
      const reclaim = d1
        .prepare(
          `UPDATE webhook_deliveries SET lease_until_ms = ?2 WHERE id IN
             (SELECT id FROM webhook_deliveries WHERE status = 'pending' AND lease_until_ms < ?1 LIMIT ?3)
           RETURNING id`,
        )
        .bind(nowMs, leaseUntilMs, limit);
      return (await attempt(() => reclaim.all<{ id: string }>())).results.map(({ id }) => id);
    },
  };
}
