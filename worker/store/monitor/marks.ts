import type { TimelineMark } from '@assay/schema/types.ts';

/** What changed on the way. */
export interface Marks {
  add(marks: readonly TimelineMark[]): void;
  list(): TimelineMark[];
}

const MOST_MARKS = 500;

export function createMarks(sql: SqlStorage): Marks {
  return {
    add(marks) {
      if (marks.length === 0) return;
      sql.exec('INSERT INTO marks (mark) SELECT value FROM json_each(?)', JSON.stringify(marks));
      sql.exec('DELETE FROM marks WHERE number <= (SELECT max(number) FROM marks) - ?', MOST_MARKS);
    },
    list: () =>
      sql
        .exec<{ mark: string }>('SELECT mark FROM marks ORDER BY number')
        .toArray()
        .map(({ mark }) => JSON.parse(mark)),
  };
}
