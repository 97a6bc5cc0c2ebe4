import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1';
import { ApiProblem } from '../core/problem.ts';

/** The database, with retries of transient errors. */
export interface Database {
  d1: D1Database;
  orm: DrizzleD1Database;
  /**
   * Runs work that may safely run twice, up to three times.
   *
   * @throws ApiProblem `storage_unavailable` when the last try fails too
   */
  attempt<Value>(work: () => Promise<Value>): Promise<Value>;
  /**
   * Runs statements in their order in one transaction, which may safely run twice.
   *
   * @param statements or what makes them, asked before each try
   * @returns the answer of each by its name; where a name has several, the rows of the last and the
   *   changes of all
   * @throws ApiProblem `storage_unavailable`
   */
  transaction<Rows extends object>(
    statements: Statements<Rows> | (() => Statements<Rows>),
  ): Promise<Answers<Rows>>;
}

export type Statements<Rows> = {
  [Name in keyof Rows]: D1PreparedStatement | readonly D1PreparedStatement[];
};
export type Answers<Rows> = { [Name in keyof Rows]: Answer<Rows[Name]> };

export interface Answer<Row> {
  rows: Row[];
  /** How many rows were changed. */
  changes: number;
}

const TRIES = 3;
const FIRST_DELAY_MS = 30;

export function createDatabase(d1: D1Database): Database {
  return {
    d1,
    orm: drizzle(d1),
    attempt,
    transaction: <Rows extends object>(statements: Statements<Rows> | (() => Statements<Rows>)) =>
      attempt(() => runBatch(d1, typeof statements === 'function' ? statements() : statements)),
  };
}

async function runBatch<Rows extends object>(
  d1: D1Database,
  statements: Statements<Rows>,
): Promise<Answers<Rows>> {
  const lists = Object.entries<D1PreparedStatement | readonly D1PreparedStatement[]>(
    statements,
  ).map(([name, given]) => ({ name, list: [given].flat() }));
  const results = await d1.batch(lists.flatMap(({ list }) => list));
  let end = 0;
  const answers = lists.map(({ name, list }) => {
    const own = results.slice(end, end + list.length);
    end += list.length;
    const changes = own.reduce((sum, { meta }) => sum + meta.changes, 0);
    return [name, { rows: own.at(-1)?.results ?? [], changes }];
  });
  return Object.fromEntries(answers) as Answers<Rows>;
}

async function attempt<Value>(work: () => Promise<Value>): Promise<Value> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await work();
    } catch (cause) {
      if (cause instanceof ApiProblem) throw cause;
      if (tried === TRIES) throw new ApiProblem('storage_unavailable', { cause });
      const delayMs = FIRST_DELAY_MS * 4 ** (tried - 1) * (0.5 + Math.random());
      await scheduler.wait(delayMs);
    }
  }
}
