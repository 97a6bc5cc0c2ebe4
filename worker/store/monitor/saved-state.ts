import type { SavedAnchors } from '../../core/monitoring/anchor-watch.ts';
import type { SavedRun } from '../../core/monitoring/run.ts';
import type { KnownVersions } from '../../core/monitoring/version-marks.ts';
import type { MonitorDefinition } from '../../core/monitoring/writer.ts';

/** Where a monitor goes on. */
export interface SavedState {
  definition: MonitorDefinition;
  run: SavedRun;
  /** Null before its anchors are known, and without any. */
  anchors?: SavedAnchors | null;
  /** Values before those that an alarm looks at. */
  origin: number;
  counts: { seen: number; counted: number; abstained: number; errors: number };
  known: KnownVersions;
  binWidth: number;
  startedMs: number;
  lastValueMs: number | null;
}

/** The one row of a monitor's state. */
export interface StateRow {
  read(): SavedState | undefined;
  write(state: SavedState): void;
  /** The newest version that was deleted. */
  closedVersion(): number;
  close(version: number): void;
}

export function createStateRow(sql: SqlStorage): StateRow {
  const row = () =>
    sql
      .exec<{ closed: number; saved: string | null }>(
        'SELECT closed_version AS closed, saved FROM state',
      )
      .toArray()[0];
  return {
    read() {
      const saved = row()?.saved;
      return saved == null ? undefined : JSON.parse(saved);
    },
    write(state) {
      sql.exec(
        `INSERT INTO state (one, closed_version, saved) VALUES (1, 0, ?1)
         ON CONFLICT (one) DO UPDATE SET saved = excluded.saved`,
        JSON.stringify(state),
      );
    },
    closedVersion: () => row()?.closed ?? 0,
    close(version) {
      sql.exec('INSERT INTO state (one, closed_version, saved) VALUES (1, ?, NULL)', version);
    },
  };
}
