import type { Observation } from '../../core/monitoring/writer.ts';

/** What is kept of a value for an alarm. */
export interface Point {
  /** Number of the value, from 1. */
  number: number;
  /** Place of its verdict among all, from 1. */
  place: number;
  /** Null once the verdict was deleted. */
  id: string | null;
  atMs: number;
  value: number;
  slices: Record<string, string>;
  versions: Record<string, string>;
  scores: Record<string, number>;
}

/** The newest verdicts that a monitor has seen, and their values. */
export interface Points {
  /** Of observations those that are new, each once. */
  unseen(observations: readonly Observation[]): Observation[];
  add(seen: readonly { place: number; id: string }[], points: readonly Point[]): void;
  /** Oldest first, from a number on. */
  since(number: number): Point[];
  forget(ids: readonly string[]): void;
}

/** A redelivery comes within minutes; later ones the database keeps away. */
const MOST_SEEN = 50_000;
const MOST_POINTS = 4_000;

export function createPoints(sql: SqlStorage): Points {
  return {
    unseen(observations) {
      const ids = JSON.stringify(observations.map(({ id }) => id));
      const rows = sql.exec<{ id: string }>(
        'SELECT id FROM seen WHERE id IN (SELECT value FROM json_each(?))',
        ids,
      );
      const known = new Set(rows.toArray().map(({ id }) => id));
      return observations.filter(({ id }) => {
        const isNew = !known.has(id);
        known.add(id);
        return isNew;
      });
    },

    add(seen, points) {
      sql.exec(
        `INSERT INTO seen (place, id) SELECT value ->> '$.place', value ->> '$.id' FROM json_each(?)`,
        JSON.stringify(seen),
      );
      sql.exec(
        `INSERT INTO points (number, place, id, at_ms, value, facts)
         SELECT value ->> '$.number', value ->> '$.place', value ->> '$.id', value ->> '$.atMs',
                value ->> '$.value', value -> '$.facts' FROM json_each(?)`,
        JSON.stringify(
          points.map(({ slices, versions, scores, ...point }) => ({
            ...point,
            facts: { slices, versions, scores },
          })),
        ),
      );
      sql.exec('DELETE FROM seen WHERE place <= (SELECT max(place) FROM seen) - ?', MOST_SEEN);
      sql.exec(
        'DELETE FROM points WHERE number <= (SELECT max(number) FROM points) - ?',
        MOST_POINTS,
      );
    },

    since(number) {
      const rows = sql.exec<PointRow>(
        'SELECT number, place, id, at_ms AS atMs, value, facts FROM points WHERE number >= ? ORDER BY number',
        number,
      );
      return rows.toArray().map(({ facts, ...point }) => ({ ...point, ...JSON.parse(facts) }));
    },

    forget(ids) {
      // Its id stays among the seen ones: a late delivery counts nothing twice.
      sql.exec(
        `UPDATE points SET id = NULL, facts = '{"slices":{},"versions":{},"scores":{}}'
         WHERE id IN (SELECT value FROM json_each(?))`,
        JSON.stringify(ids),
      );
    },
  };
}

type PointRow = Omit<Point, 'slices' | 'versions' | 'scores'> & { facts: string };
