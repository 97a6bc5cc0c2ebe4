import { type alertDeliveries, alerts } from '@assay/schema/db/alerts.ts';
import { and, desc, eq, gte, lt, type SQL } from 'drizzle-orm';
import type { Database } from './database.ts';

export type StoredAlert = typeof alerts.$inferSelect;
export type StoredAlertDelivery = typeof alertDeliveries.$inferSelect;

/** What is sent of an alert to one channel, before it is tried. */
export type NewAlertDelivery = Pick<
  StoredAlertDelivery,
  'id' | 'channel' | 'event' | 'message' | 'leaseUntilMs' | 'createdAtMs'
> & { status: 'pending' | 'muted' };

export interface AlertFilter {
  status?: StoredAlert['status'] | undefined;
  /** A source, or a kind of sources. */
  source?: string | undefined;
  cursor?: string | undefined;
}

/** Alerts in D1, each written together with its deliveries. */
export interface AlertStore {
  find(projectId: string, id: string): Promise<StoredAlert | undefined>;
  /** The open one of a key, or else its newest. */
  latest(projectId: string, key: string): Promise<StoredAlert | undefined>;
  /**
   * Writes a new alert, or the next revision of one, and its deliveries: all or nothing.
   *
   * @returns false if another write came first, or another alert of the key is open
   */
  write(alert: StoredAlert, deliveries: readonly NewAlertDelivery[]): Promise<boolean>;
  /** The channels to which something of it was sent, or is to be. */
  toldOf(id: string): Promise<Set<string>>;
  /** Newest first. */
  list(projectId: string, filter: AlertFilter, limit: number): Promise<StoredAlert[]>;
}

export function createAlertStore({ d1, orm, attempt, transaction }: Database): AlertStore {
  return {
    find: (projectId, id) =>
      attempt(() =>
        orm
          .select()
          .from(alerts)
          .where(and(eq(alerts.projectId, projectId), eq(alerts.id, id)))
          .get(),
      ),

    latest: (projectId, key) =>
      attempt(() =>
        orm
          .select()
          .from(alerts)
          .where(and(eq(alerts.projectId, projectId), eq(alerts.key, key)))
          .orderBy(desc(eq(alerts.status, 'open')), desc(alerts.id))
          .limit(1)
          .get(),
      ),

    async write(alert, deliveries) {
      const { id, projectId, attempt: written } = alert;
      const answers = await transaction<{
        alert: unknown;
        deliveries: unknown;
        look: { attempt: string };
      }>({
        alert: d1
          .prepare(
            `INSERT INTO alerts (id, project_id, key, source, severity, status, title, summary, details,
               links, raised, opened_at_ms, raised_at_ms, resolved_at_ms, revision, attempt)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
             ON CONFLICT (id) DO UPDATE SET severity = excluded.severity, status = excluded.status,
               title = excluded.title, summary = excluded.summary, details = excluded.details,
               links = excluded.links, raised = excluded.raised, raised_at_ms = excluded.raised_at_ms,
               resolved_at_ms = excluded.resolved_at_ms, revision = excluded.revision,
               attempt = excluded.attempt
             WHERE alerts.revision = excluded.revision - 1
             ON CONFLICT DO NOTHING`,
          )
          .bind(
            ...[id, projectId, alert.key, alert.source, alert.severity, alert.status],
            ...[alert.title, alert.summary, alert.details, alert.links, alert.raised],
            ...[alert.openedAtMs, alert.raisedAtMs, alert.resolvedAtMs, alert.revision, written],
          ),
        deliveries:
          deliveries.length === 0
            ? []
            : d1
                .prepare(
                  `INSERT INTO alert_deliveries (id, project_id, alert_id, channel, event, message,
                     status, attempts, answers, created_at_ms, lease_until_ms)
                   SELECT value ->> 'id', ?1, ?2, value ->> 'channel', value ->> 'event',
                     value ->> 'message', value ->> 'status', 0, '[]', value ->> 'createdAtMs',
                     value ->> 'leaseUntilMs'
                   FROM json_each(?3)
                   WHERE EXISTS (SELECT 1 FROM alerts WHERE id = ?2 AND attempt = ?4)
                   ON CONFLICT DO NOTHING`,
                )
                .bind(projectId, id, JSON.stringify(deliveries), written),
        look: d1.prepare('SELECT attempt FROM alerts WHERE id = ?1').bind(id),
      });
      return answers.look.rows[0]?.attempt === written;
    },

    async toldOf(id) {
      const query = d1
        .prepare(
          `SELECT DISTINCT channel FROM alert_deliveries
           WHERE alert_id = ?1 AND status <> 'muted'`,
        )
        .bind(id);
      const { results } = await attempt(() => query.all<{ channel: string }>());
      return new Set(results.map(({ channel }) => channel));
    },

    list: (projectId, { status, source, cursor }, limit) =>
      attempt(() =>
        orm
          .select()
          .from(alerts)
          .where(
            and(
              eq(alerts.projectId, projectId),
              status && eq(alerts.status, status),
              source === undefined ? undefined : isOfSource(source),
              cursor === undefined ? undefined : lt(alerts.id, cursor),
            ),
          )
          .orderBy(desc(alerts.id))
          .limit(limit)
          .all(),
      ),
  };
}

/** Kinds of sources end before the colon, behind which all names of a kind sort. */
function isOfSource(source: string): SQL | undefined {
  if (source.includes(':')) return eq(alerts.source, source);
  return and(gte(alerts.source, `${source}:`), lt(alerts.source, `${source};`));
}
