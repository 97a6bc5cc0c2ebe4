import { alertDeliveries } from '@assay/schema/db/alerts.ts';
import type { WebhookAnswer } from '@assay/schema/types.ts';
import { and, desc, eq, lt } from 'drizzle-orm';
import type { StoredAlertDelivery } from './alerts.ts';
import type { Database } from './database.ts';

export interface AlertDeliveryFilter {
  alert?: string | undefined;
  channel?: string | undefined;
  status?: StoredAlertDelivery['status'] | undefined;
  cursor?: string | undefined;
}

/** How an attempt ended. */
export interface AttemptEnd {
  answer: WebhookAnswer;
  status: StoredAlertDelivery['status'];
  host: string;
  leaseUntilMs: number;
}

/** An open alert whose channel is to be told again. */
export interface DueReminder {
  alertId: string;
  projectId: string;
  channel: string;
  event: 'reminder' | 'triggered';
  /** The newest delivery of the alert to the channel. */
  lastId: string;
}

/** Deliveries of alerts in D1. */
export interface AlertDeliveryStore {
  find(id: string): Promise<StoredAlertDelivery | undefined>;
  /** Newest first. */
  list(
    projectId: string,
    filter: AlertDeliveryFilter,
    limit: number,
  ): Promise<StoredAlertDelivery[]>;
  /** A test; the same id twice writes once. */
  insert(delivery: StoredAlertDelivery): Promise<void>;
  /** Writes a reminder. @returns false if the alert is over, or another delivery came first */
  remind(delivery: StoredAlertDelivery, lastId: string): Promise<boolean>;
  /** Adds the answer of an attempt; an attempt that is counted already changes nothing. */
  record(delivery: StoredAlertDelivery, end: AttemptEnd): Promise<void>;
  /** Ends a pending one that is not sent. */
  end(id: string, status: 'failed' | 'superseded', error: WebhookAnswer | null): Promise<void>;
  /** Whether a later delivery of the same alert goes to the same channel. */
  hasLater(delivery: StoredAlertDelivery): Promise<boolean>;
  /** Leases pending deliveries anew whose message was lost. */
  reclaimLost(nowMs: number, leaseUntilMs: number, limit: number): Promise<string[]>;
  /** Open alerts that channels were last told of too long ago, or were not told of while muted. */
  due(nowMs: number, limit: number): Promise<DueReminder[]>;
}

export function createAlertDeliveryStore({
  d1,
  orm,
  attempt,
  transaction,
}: Database): AlertDeliveryStore {
  return {
    find: (id) =>
      attempt(() => orm.select().from(alertDeliveries).where(eq(alertDeliveries.id, id)).get()),

    list: (projectId, { alert, channel, status, cursor }, limit) =>
      attempt(() =>
        orm
          .select()
          .from(alertDeliveries)
          .where(
            and(
              eq(alertDeliveries.projectId, projectId),
              alert === undefined ? undefined : eq(alertDeliveries.alertId, alert),
              channel === undefined ? undefined : eq(alertDeliveries.channel, channel),
              status && eq(alertDeliveries.status, status),
              cursor === undefined ? undefined : lt(alertDeliveries.id, cursor),
            ),
          )
          .orderBy(desc(alertDeliveries.id))
          .limit(limit)
          .all(),
      ),

    async insert(delivery) {
      await attempt(() => orm.insert(alertDeliveries).values(delivery).onConflictDoNothing().run());
    },

    async remind({ id, projectId, alertId, channel, event, ...more }, lastId) {
      const { message, createdAtMs, leaseUntilMs } = more;
      const insert = d1
        .prepare(
          `INSERT INTO alert_deliveries (id, project_id, alert_id, channel, event, message, status,
             attempts, answers, created_at_ms, lease_until_ms)
           SELECT ?1, ?2, ?3, ?4, ?5, ?6, 'pending', 0, '[]', ?7, ?8
           WHERE EXISTS (SELECT 1 FROM alerts WHERE id = ?3 AND status = 'open') AND ?9 = (
             SELECT max(id) FROM alert_deliveries WHERE alert_id = ?3 AND channel = ?4)`,
        )
        .bind(
          ...[id, projectId, alertId, channel, event, message],
          ...[createdAtMs, leaseUntilMs, lastId],
        );
      const look = d1.prepare('SELECT id FROM alert_deliveries WHERE id = ?1').bind(id);
      const answers = await transaction<{ insert: unknown; look: unknown }>({ insert, look });
      return answers.look.rows.length > 0;
    },

    async record({ id, attempts }, { answer, status, host, leaseUntilMs }) {
      const update = d1
        .prepare(
          `UPDATE alert_deliveries SET attempts = attempts + 1, status = ?3, lease_until_ms = ?5,
             host = ?6, answers = json_insert(answers, '$[#]', json(?4))
           WHERE id = ?1 AND attempts = ?2 AND status = 'pending'`,
        )
        .bind(id, attempts, status, JSON.stringify(answer), leaseUntilMs, host);
      await attempt(() => update.run());
    },

    async end(id, status, error) {
      const update = d1
        .prepare(
          `UPDATE alert_deliveries SET status = ?2,
             answers = CASE WHEN ?3 IS NULL THEN answers ELSE json_insert(answers, '$[#]', json(?3)) END
           WHERE id = ?1 AND status = 'pending'`,
        )
        .bind(id, status, error === null ? null : JSON.stringify(error));
      await attempt(() => update.run());
    },

    async hasLater({ id, alertId, channel }) {
      const query = d1
        .prepare(
          `SELECT 1 FROM alert_deliveries
           WHERE alert_id = ?1 AND channel = ?2 AND id > ?3 AND status <> 'muted' LIMIT 1`,
        )
        .bind(alertId, channel, id);
      return (await attempt(() => query.first())) !== null;
    },

    async reclaimLost(nowMs, leaseUntilMs, limit) {
      const reclaim = d1
        .prepare(
          `UPDATE alert_deliveries SET lease_until_ms = ?2 WHERE id IN
             (SELECT id FROM alert_deliveries WHERE status = 'pending' AND lease_until_ms < ?1 LIMIT ?3)
           RETURNING id`,
        )
        .bind(nowMs, leaseUntilMs, limit);
      return (await attempt(() => reclaim.all<{ id: string }>())).results.map(({ id }) => id);
    },

    async due(nowMs, limit) {
      // The newest delivery of each pair tells what is due; pairs that were never told have none.
      const query = d1
        .prepare(
          `SELECT a.id AS alertId, a.project_id AS projectId, c.name AS channel,
             d.id AS lastId,
             CASE d.status WHEN 'muted' THEN 'triggered' ELSE 'reminder' END AS event
           FROM alerts a
           JOIN alert_channels c ON c.project_id = a.project_id
           JOIN alert_deliveries d ON d.id = (
             SELECT max(id) FROM alert_deliveries WHERE alert_id = a.id AND channel = c.name)
           WHERE a.status = 'open' AND (d.status = 'muted' OR (
             d.status <> 'pending' AND d.created_at_ms + c.remind_minutes * 60000 <= ?1))
             AND NOT EXISTS (SELECT 1 FROM alert_mutes m WHERE m.project_id = a.project_id
               AND m.until_ms > ?1 AND (m.source = 'channel:' || c.name OR m.source = a.source
                 OR m.source = substr(a.source, 1, instr(a.source, ':') - 1)))
           LIMIT ?2`,
        )
        .bind(nowMs, limit);
      return (await attempt(() => query.all<DueReminder>())).results;
    },
  };
}
