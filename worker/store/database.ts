import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1';
import { ApiProblem } from '../problem.ts';

/** The database, and the way to ask it that outlives a passing fault. */
export interface Database {
  d1: D1Database;
  orm: DrizzleD1Database;
  /**
   * Runs work that may safely run twice, up to three times.
   *
   * @throws ApiProblem `storage_unavailable` when the last try fails too
   */
  attempt<Value>(work: () => Promise<Value>): Promise<Value>;
}

const TRIES = 3;
const FIRST_DELAY_MS = 30;

export function createDatabase(d1: D1Database): Database {
  return { d1, orm: drizzle(d1), attempt };
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
