import type { Database } from './database.ts';
import { pack } from './pack.ts';

/** Calls of judges for one verdict, each as JSON. */
export interface VerdictExchanges {
  projectId: string;
  verdictId: string;
  exchanges: readonly string[];
}

/** Calls of judges for a sample of a batch, each as JSON; `from` is the number of the first. */
export interface SampleExchanges {
  at: number;
  from: number;
  exchanges: readonly string[];
}

/** What judges were asked and answered, in D1. It is written with the verdicts. */
export interface ExchangeStore {
  /** Calls for a verdict as JSON, in order. */
  find(projectId: string, verdictId: string): Promise<string[]>;
  /** Calls for a sample of a batch as JSON, in order. */
  findOfSample(projectId: string, batchId: string, at: number): Promise<string[]>;
}

export function createExchangeStore({ d1, attempt }: Database): ExchangeStore {
  const textsOf = async (query: D1PreparedStatement) => {
    const { results } = await attempt(() => query.all<{ exchange: string }>());
    return results.map(({ exchange }) => exchange);
  };
  return {
    find: (projectId, verdictId) =>
      textsOf(
        d1
          .prepare(
            'SELECT exchange FROM judge_exchanges WHERE project_id = ?1 AND verdict_id = ?2 ORDER BY n',
          )
          .bind(projectId, verdictId),
      ),

    // A batch belongs to one project, whose it is known to be.
    findOfSample: (_projectId, batchId, at) =>
      textsOf(
        d1
          .prepare(
            'SELECT exchange FROM batch_exchanges WHERE batch_id = ?1 AND at = ?2 ORDER BY n',
          )
          .bind(batchId, at),
      ),
  };
}

/** Statements that write the calls for verdicts; those that are there already stay as they are. */
export function insertExchanges(
  d1: D1Database,
  verdicts: readonly VerdictExchanges[],
): D1PreparedStatement[] {
  const rows = verdicts.flatMap(({ projectId, verdictId, exchanges }) =>
    exchanges.map((exchange, n) => JSON.stringify([projectId, verdictId, n, exchange])),
  );
  return pack(rows).map((packed) =>
    d1
      .prepare(
        `INSERT INTO judge_exchanges (project_id, verdict_id, n, exchange)
         SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'),
                json_extract(value, '$[3]')
         FROM json_each(?1) WHERE true ON CONFLICT DO NOTHING`,
      )
      .bind(packed),
  );
}

/**
 * Deletes the calls for verdicts, as must be done with the verdicts themselves.
 *
 * @param verdictIds as a JSON list
 */
export function deleteExchanges(
  d1: D1Database,
  projectId: string,
  verdictIds: string,
): D1PreparedStatement {
  return d1
    .prepare(
      `DELETE FROM judge_exchanges
       WHERE project_id = ?1 AND verdict_id IN (SELECT value FROM json_each(?2))`,
    )
    .bind(projectId, verdictIds);
}

/**
 * Statements that write the calls for samples of a range.
 *
 * @param isOpen SQL that holds while the range, its parameters ?1 to ?3, may be written
 */
export function insertSampleExchanges(
  d1: D1Database,
  range: { batchId: string; start: number; version: number },
  isOpen: string,
  samples: readonly SampleExchanges[],
): D1PreparedStatement[] {
  const rows = samples.flatMap(({ at, from, exchanges }) =>
    exchanges.map((exchange, i) => JSON.stringify([at, from + i, exchange])),
  );
  return pack(rows).map((packed) =>
    d1
      .prepare(
        `INSERT INTO batch_exchanges (batch_id, at, n, exchange)
         SELECT ?1, json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]')
         FROM json_each(?4) WHERE EXISTS ${isOpen} ON CONFLICT DO NOTHING`,
      )
      .bind(range.batchId, range.start, range.version, packed),
  );
}
