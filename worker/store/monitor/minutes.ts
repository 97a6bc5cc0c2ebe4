import {
  EMPTY_TALLY,
  joinedTallies,
  tallied,
  type WindowTally,
} from '../../core/monitoring/window-tally.ts';
import type { Observation } from '../../core/monitoring/writer.ts';

/** What verdicts come to by the minute that they were made in. */
export interface Minutes {
  add(observations: readonly Observation[]): void;
  /** @param toMs the end of a window. @param minutes its length */
  window(toMs: number, minutes: number): WindowTally;
}

/** Two weeks: a window is at most one. Counted, since a clock that jumps must not remove them. */
const MOST_MINUTES = 20_160;
const MINUTE_MS = 60_000;

export function createMinutes(sql: SqlStorage): Minutes {
  const between = (after: number, to: number) =>
    sql
      .exec<{ minute: number; tally: string }>(
        'SELECT minute, tally FROM minutes WHERE minute > ? AND minute <= ?',
        after,
        to,
      )
      .toArray();
  return {
    add(observations) {
      const tallies = new Map<number, WindowTally>();
      for (const one of observations) {
        const minute = Math.floor(one.atMs / MINUTE_MS);
        const before = tallies.get(minute) ?? between(minute - 1, minute)[0]?.tally;
        const tally = typeof before === 'string' ? JSON.parse(before) : (before ?? EMPTY_TALLY);
        tallies.set(minute, tallied(tally, one));
      }
      sql.exec(
        `INSERT OR REPLACE INTO minutes (minute, tally)
         SELECT value ->> '$[0]', value -> '$[1]' FROM json_each(?)`,
        JSON.stringify([...tallies]),
      );
      sql.exec(
        `DELETE FROM minutes WHERE minute IN (
           SELECT minute FROM minutes ORDER BY minute DESC LIMIT -1 OFFSET ?)`,
        MOST_MINUTES,
      );
    },
    window(toMs, minutes) {
      const to = Math.floor(toMs / MINUTE_MS);
      return joinedTallies(between(to - minutes, to).map(({ tally }) => JSON.parse(tally)));
    },
  };
}
