import type { Database } from './database.ts';

/** The steps of a version of a pipeline that call a service of the user's own. */
export interface HttpStep {
  pipeline: string;
  url: string;
}

/** Answers that were sent to a host. */
export interface HttpStepUse {
  host: string;
  calls: number;
  lastDay: string;
}

/** What was sent to the URL of a webhook. */
export interface WebhookUse {
  url: string;
  attempts: number;
  lastMs: number;
}

/** What was sent to an endpoint of OpenTelemetry. */
export interface EventUse {
  host: string;
  attempts: number;
  /** Null if nothing was sent. */
  lastMs: number | null;
  /** Whether it is set now. */
  isSet: boolean;
}

/** A channel of alerts, and what was sent to it. */
export interface ChannelUse {
  channel: string;
  /** Null for one that was deleted and never asked. */
  host: string | null;
  isThere: number;
  attempts: number;
  lastMs: number | null;
}

/** An endpoint that experiments ask. */
export interface EndpointUse {
  url: string;
  /** Whether one of them still asks it. */
  isAsked: number;
}

/** Where a project's settings and batches send data, in D1. */
export interface RecipientStore {
  /** Of the versions that can be asked, each pipeline and URL once. */
  httpSteps(projectId: string): Promise<HttpStep[]>;
  /** Counts a call of such a step on a day (UTC). */
  countHttpStep(projectId: string, call: { day: string; host: string }): Promise<void>;
  /** Calls since a day, each host once. */
  httpStepUses(projectId: string, fromDay: string): Promise<HttpStepUse[]>;
  /** Of deliveries made at a time or later, each URL once. */
  webhookUses(projectId: string, fromMs: number): Promise<WebhookUse[]>;
  /** The endpoint that verdicts are sent to as events, now or in deliveries made at a time or later. */
  eventUses(projectId: string, fromMs: number): Promise<EventUse[]>;
  /** Channels that are there, and those that something was sent to at a time or later. */
  channelUses(projectId: string, fromMs: number): Promise<ChannelUse[]>;
  /** Endpoints of experiments that were made at a time or later, or still run; each URL once. */
  endpointUses(projectId: string, fromMs: number): Promise<EndpointUse[]>;
  /** Of batches that have not ended, and deliveries that have not. */
  pendingWebhooks(projectId: string): Promise<string[]>;
}

const MOST_ROWS = 1_000;

export function createRecipientStore({ d1, attempt }: Database): RecipientStore {
  async function all<Row>(sql: string, ...values: unknown[]): Promise<Row[]> {
    const query = d1.prepare(sql).bind(...values, MOST_ROWS);
    return (await attempt(() => query.all<Row>())).results;
  }
  return {
    httpSteps: (projectId) =>
      all(
        `SELECT DISTINCT p.name AS pipeline, json_extract(step.value, '$.url') AS url
         FROM pipelines p, json_each(p.content, '$.postProcess') step
         WHERE p.project_id = ?1 AND p.deleted_at_ms IS NULL
           AND json_extract(step.value, '$.step') = 'http'
         ORDER BY pipeline, url LIMIT ?2`,
        projectId,
      ),

    endpointUses: (projectId, fromMs) =>
      all(
        `SELECT v.value ->> '$.target.url' AS url,
           max(e.status IN ('receiving', 'generating')) AS isAsked
         FROM experiments e, json_each(e.plan, '$.variants') v
         WHERE e.project_id = ?1 AND json_type(v.value, '$.target') = 'object'
           AND (e.created_at_ms >= ?2 OR e.status IN ('receiving', 'generating'))
         GROUP BY url ORDER BY url LIMIT ?3`,
        projectId,
        fromMs,
      ),

    async countHttpStep(projectId, { day, host }) {
      const statement = d1
        .prepare(
          `INSERT INTO http_step_use (project_id, day, host, calls) VALUES (?1, ?2, ?3, 1)
           ON CONFLICT DO UPDATE SET calls = calls + 1`,
        )
        .bind(projectId, day, host);
      await attempt(() => statement.run());
    },

    httpStepUses: (projectId, fromDay) =>
      all(
        `SELECT host, sum(calls) AS calls, max(day) AS lastDay FROM http_step_use
         WHERE project_id = ?1 AND day >= ?2 GROUP BY host ORDER BY host LIMIT ?3`,
        projectId,
        fromDay,
      ),

    webhookUses: (projectId, fromMs) =>
      all(
        `SELECT url, sum(attempts) AS attempts, max(created_at_ms) AS lastMs FROM webhook_deliveries
         WHERE project_id = ?1 AND created_at_ms >= ?2 AND attempts > 0 GROUP BY url ORDER BY url LIMIT ?3`,
        projectId,
        fromMs,
      ),

    async eventUses(projectId, fromMs) {
      const [targets, uses] = await Promise.all([
        all<{ url: string }>(
          'SELECT url FROM evaluation_targets WHERE project_id = ?1 LIMIT ?2',
          projectId,
        ),
        all<Omit<EventUse, 'isSet'>>(
          `SELECT host, sum(attempts) AS attempts, max(created_at_ms) AS lastMs
           FROM evaluation_deliveries
           WHERE project_id = ?1 AND created_at_ms >= ?2 AND host IS NOT NULL
           GROUP BY host ORDER BY host LIMIT ?3`,
          projectId,
          fromMs,
        ),
      ]);
      const set = targets.map(({ url }) => new URL(url).host);
      const unused = set.filter((host) => !uses.some((use) => use.host === host));
      return [
        ...uses.map((use) => ({ ...use, isSet: set.includes(use.host) })),
        ...unused.map((host) => ({ ...{ host, attempts: 0, lastMs: null }, isSet: true })),
      ];
    },

    channelUses: (projectId, fromMs) =>
      all(
        `SELECT channel, host, max(is_there) AS isThere, sum(attempts) AS attempts, max(last_ms) AS lastMs
         FROM (
           SELECT name AS channel, json_extract(settings, '$.host') AS host, 1 AS is_there,
             0 AS attempts, NULL AS last_ms
           FROM alert_channels WHERE project_id = ?1
           UNION ALL
           SELECT channel, host, 0, attempts, created_at_ms FROM alert_deliveries
           WHERE project_id = ?1 AND created_at_ms >= ?2 AND attempts > 0)
         GROUP BY channel, host ORDER BY channel, host LIMIT ?3`,
        projectId,
        fromMs,
      ),

    async pendingWebhooks(projectId) {
      const rows = await all<{ url: string }>(
        `SELECT webhook_url AS url FROM batches
         WHERE project_id = ?1 AND status IN ('receiving', 'open', 'running') AND webhook_url IS NOT NULL
         UNION SELECT url FROM webhook_deliveries WHERE project_id = ?1 AND status = 'pending'
         ORDER BY url LIMIT ?2`,
        projectId,
      );
      return rows.map(({ url }) => url);
    },
  };
}
