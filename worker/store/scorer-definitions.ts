import { createTtlCache } from '../core/ttl-cache.ts';
import type { Database } from './database.ts';

/** What a fingerprint stands for, as JSON. */
export interface ScorerDefinition {
  fingerprint: string;
  definition: string;
}

/** The definitions of the scorers of stored verdicts, in D1. They are written with the verdicts. */
export interface ScorerDefinitionStore {
  /** Whether the database has it, as far as this isolate knows. */
  isStored(projectId: string, fingerprint: string): boolean;
  markStored(projectId: string, definitions: readonly ScorerDefinition[]): void;
  /** Definitions as JSON, by fingerprint; those that are not there are left out. */
  find(projectId: string, fingerprints: readonly string[]): Promise<Map<string, string>>;
}

// A database that was put back to an earlier time gets them again within the hour.
const KNOWN_MS = 3_600_000;
const MOST_KNOWN = 20_000;

export function createScorerDefinitionStore(
  { d1, attempt }: Database,
  nowMs: () => number,
): ScorerDefinitionStore {
  const known = createTtlCache<true>(KNOWN_MS, MOST_KNOWN, nowMs);
  return {
    isStored: (projectId, fingerprint) => known.get(`${projectId}/${fingerprint}`) === true,
    markStored(projectId, definitions) {
      for (const { fingerprint } of definitions) known.set(`${projectId}/${fingerprint}`, true);
    },
    async find(projectId, fingerprints) {
      const query = d1
        .prepare(
          `SELECT fingerprint, definition FROM scorer_definitions
           WHERE project_id = ?1 AND fingerprint IN (SELECT value FROM json_each(?2))`,
        )
        .bind(projectId, JSON.stringify(fingerprints));
      const { results } = await attempt(() => query.all<ScorerDefinition>());
      return new Map(results.map(({ fingerprint, definition }) => [fingerprint, definition]));
    },
  };
}

/**
 * Definitions of older releases, which do not prove their fingerprints, are written anew; others stay.
 *
 * @param rows JSON of a list of `[projectId, fingerprint, definition, createdAtMs]`
 */
export function insertDefinitions(d1: D1Database, rows: string): D1PreparedStatement {
  return d1
    .prepare(
      `INSERT INTO scorer_definitions (project_id, fingerprint, definition, created_at_ms)
       SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'),
              json_extract(value, '$[3]')
       FROM json_each(?1) WHERE true
       ON CONFLICT DO UPDATE SET definition = excluded.definition
         WHERE json_extract(definition, '$.fingerprinted') IS NULL`,
    )
    .bind(rows);
}
