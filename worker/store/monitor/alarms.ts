import type { MonitorAlarm } from '@assay/schema/types.ts';
import type { MonitorEvent } from '../../core/monitoring/writer.ts';

/** The alarms of a monitor, and the events of them that nobody was told of. */
export interface Alarms {
  /** @param threshold what it is of: a threshold, or `judge`; null for drift */
  raise(
    alarm: MonitorAlarm,
    threshold: string | null,
    at: { isMuted: boolean; nowMs: number },
  ): void;
  /** Ends the open alarms of a threshold, or of drift. */
  end(threshold: string | null, at: { isMuted: boolean; nowMs: number }): void;
  /** Changes the open alarms of a threshold, of drift or of the judge, and tells of those that differ. */
  revise(
    threshold: string | null,
    change: (alarm: MonitorAlarm) => MonitorAlarm,
    at: { isMuted: boolean; nowMs: number },
  ): void;
  /** Tells that the open alarms of a threshold, of drift or of the judge still stand. */
  tellAgain(threshold: string | null, at: { isMuted: boolean; nowMs: number }): void;
  isOpen(threshold: string | null): boolean;
  /** Thresholds that have an open alarm. */
  openThresholds(): string[];
  openCount(): number;
  /** Newest first, those before an id. */
  list(limit: number, before?: string): MonitorAlarm[];
  find(id: string): MonitorAlarm | null;
  acknowledge(id: string, by: string, atMs: number): MonitorAlarm | null;
  events(): MonitorEvent[];
  told(ids: readonly number[]): void;
}

const MOST_ALARMS = 500;

export function createAlarms(sql: SqlStorage): Alarms {
  function tell(event: Omit<MonitorEvent, 'id'>): void {
    sql.exec('INSERT INTO events (event) VALUES (?)', JSON.stringify(event));
  }
  function put(alarm: MonitorAlarm): void {
    const isOpen = alarm.status === 'open' ? 1 : 0;
    sql.exec(
      'UPDATE alarms SET is_open = ?, alarm = ? WHERE id = ?',
      ...[isOpen, JSON.stringify(alarm), alarm.id],
    );
  }
  const read = (where: string, ...parameters: (string | number | null)[]): MonitorAlarm[] =>
    sql
      .exec<{ alarm: string }>(`SELECT alarm FROM alarms WHERE ${where}`, ...parameters)
      .toArray()
      .map(({ alarm }) => JSON.parse(alarm));
  return {
    raise(alarm, threshold, { isMuted, nowMs }) {
      sql.exec(
        'INSERT INTO alarms (id, is_open, threshold, alarm) VALUES (?, 1, ?, ?)',
        ...[alarm.id, threshold, JSON.stringify(alarm)],
      );
      sql.exec(
        'DELETE FROM alarms WHERE number <= (SELECT max(number) FROM alarms) - ?',
        MOST_ALARMS,
      );
      tell({ kind: 'raised', subject: threshold ?? 'drift', alarm, isMuted, atMs: nowMs });
    },
    end(threshold, { isMuted, nowMs }) {
      for (const open of read('is_open = 1 AND threshold IS ?', threshold)) {
        const alarm: MonitorAlarm = {
          ...open,
          status: 'over',
          overAt: new Date(nowMs).toISOString(),
        };
        put(alarm);
        tell({ kind: 'over', subject: threshold ?? 'drift', alarm, isMuted, atMs: nowMs });
      }
    },
    revise(threshold, change, { isMuted, nowMs }) {
      for (const open of read('is_open = 1 AND threshold IS ?', threshold)) {
        const alarm = change(open);
        if (alarm === open) continue;
        put(alarm);
        tell({ kind: 'raised', subject: threshold ?? 'drift', alarm, isMuted, atMs: nowMs });
      }
    },
    tellAgain(threshold, { isMuted, nowMs }) {
      for (const alarm of read('is_open = 1 AND threshold IS ?', threshold)) {
        tell({ kind: 'stands', subject: threshold ?? 'drift', alarm, isMuted, atMs: nowMs });
      }
    },
    isOpen: (threshold) => read('is_open = 1 AND threshold IS ?', threshold).length > 0,
    openThresholds: () =>
      sql
        .exec<{ threshold: string }>(
          "SELECT threshold FROM alarms WHERE is_open = 1 AND threshold LIKE 'threshold-%'",
        )
        .toArray()
        .map(({ threshold }) => threshold),
    openCount: () =>
      sql.exec<{ n: number }>('SELECT count(*) AS n FROM alarms WHERE is_open = 1').one().n,
    list: (limit, before) =>
      before === undefined
        ? read('true ORDER BY number DESC LIMIT ?', limit)
        : read(
            'number < (SELECT number FROM alarms WHERE id = ?) ORDER BY number DESC LIMIT ?',
            ...[before, limit],
          ),
    find: (id) => read('id = ?', id)[0] ?? null,
    acknowledge(id, by, atMs) {
      const [found] = read('id = ?', id);
      if (found === undefined) return null;
      if (found.acknowledgedAt !== null) return found;
      const alarm = {
        ...found,
        acknowledgedAt: new Date(atMs).toISOString(),
        acknowledgedBy: by,
      };
      put(alarm);
      return alarm;
    },
    events: () =>
      sql
        .exec<{ id: number; event: string }>('SELECT id, event FROM events ORDER BY id')
        .toArray()
        .map(({ id, event }) => ({ ...JSON.parse(event), id })),
    told(ids) {
      sql.exec(
        'DELETE FROM events WHERE id IN (SELECT value FROM json_each(?))',
        JSON.stringify(ids),
      );
    },
  };
}
