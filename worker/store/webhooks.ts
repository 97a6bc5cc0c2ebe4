import { webhookDeliveries, webhookSecrets } from '@assay/schema/db/webhooks.ts';
import type { WebhookAnswer } from '@assay/schema/types.ts';
import { and, desc, eq } from 'drizzle-orm';
import type { Database } from './database.ts';

export type StoredDelivery = typeof webhookDeliveries.$inferSelect;
export type StoredGeneration = typeof webhookSecrets.$inferSelect;

/** Webhook deliveries and the generations of signing secrets, in D1. */
export interface WebhookStore {
  generation(projectId: string): Promise<StoredGeneration | undefined>;
  /** Moves to the next generation, unless another has done so since `from`. */
  rotate(next: StoredGeneration, from: number): Promise<void>;
  find(deliveryId: string): Promise<StoredDelivery | undefined>;
  /** Newest first; there is one for each time the batch ended. */
  list(projectId: string, batchId: string): Promise<StoredDelivery[]>;
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

export function createWebhookStore({ d1, orm, attempt }: Database): WebhookStore {
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
          .select()
          .from(webhookDeliveries)
          .where(
            and(eq(webhookDeliveries.projectId, projectId), eq(webhookDeliveries.batchId, batchId)),
          )
          .orderBy(desc(webhookDeliveries.id))
          .limit(MOST_LISTED)
          .all(),
      ),

    async record({ id, attempts }, answer, status, leaseUntilMs) {
      const update = d1
        .prepare(
          `UPDATE webhook_deliveries SET attempts = attempts + 1, status = ?3, lease_until_ms = ?5,
             answers = json_insert(answers, '$[#]', json(?4))
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
