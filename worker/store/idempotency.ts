import type { Database } from './database.ts';
import { deleteInSteps } from './delete-in-steps.ts';

/** How long an answer is replayed, in milliseconds. */
export const REPLAY_MS = 24 * 3600 * 1000;
/** How long an attempt may be silent before another may take its place. */
const LEASE_MS = 90_000;

export interface Attempt {
  apiKeyId: string;
  key: string;
  requestHash: string;
  id: string;
}

export interface KeptAnswer {
  status: number;
  answer: Uint8Array;
}

export type Begin =
  | { state: 'begun'; seed: string }
  | { state: 'in-flight' }
  | { state: 'mismatch' }
  | ({ state: 'answered' } & KeptAnswer);

/** The answers of requests with an Idempotency-Key, in D1. */
export interface IdempotencyStore {
  /** Claims the key for an attempt, or tells what has become of an earlier one. */
  begin(attempt: Attempt, nowMs: number): Promise<Begin>;
  /** Holds the key for an attempt that is still running. */
  renew(attempt: Attempt, nowMs: number): Promise<void>;
  complete(attempt: Attempt, answer: KeptAnswer): Promise<void>;
  /** Frees the key of an attempt that was refused: nothing came of it. */
  release(attempt: Attempt): Promise<void>;
  /** Lets another attempt take the place of one that failed, of which something may have come. */
  abandon(attempt: Attempt): Promise<void>;
  /** Forgets some of what is past its time; returns how many. */
  sweep(nowMs: number): Promise<number>;
}

interface Row {
  attempt: string;
  seed: string;
  request_hash: string;
  status: number | null;
  answer: number[] | ArrayBuffer | null;
}

export function createIdempotencyStore(database: Database): IdempotencyStore {
  const { d1, attempt: tryAgain, transaction } = database;
  const where = 'WHERE api_key_id = ?1 AND key = ?2';
  return {
    async begin({ apiKeyId, key, requestHash, id }, nowMs) {
      // One transaction: claim the key when it is free, expired or abandoned, then look who holds it.
      const claim = d1
        .prepare(
          `INSERT INTO idempotency (api_key_id, key, request_hash, attempt, seed, lease_until_ms, expires_at_ms)
           VALUES (?1, ?2, ?3, ?4, ?4, ?5, ?6)
           ON CONFLICT (api_key_id, key) DO UPDATE SET
             request_hash = excluded.request_hash, attempt = excluded.attempt,
             lease_until_ms = excluded.lease_until_ms, expires_at_ms = excluded.expires_at_ms,
             status = NULL, answer = NULL,
             seed = CASE WHEN idempotency.expires_at_ms <= ?7 THEN excluded.seed ELSE idempotency.seed END
           WHERE idempotency.expires_at_ms <= ?7
              OR (idempotency.status IS NULL AND idempotency.lease_until_ms <= ?7
                  AND idempotency.request_hash = excluded.request_hash)`,
        )
        .bind(apiKeyId, key, requestHash, id, nowMs + LEASE_MS, nowMs + REPLAY_MS, nowMs);
      const look = d1
        .prepare(`SELECT attempt, seed, request_hash, status, answer FROM idempotency ${where}`)
        .bind(apiKeyId, key);
      const answers = await transaction<{ claim: unknown; look: Row }>({ claim, look });
      const [row] = answers.look.rows;
      if (row === undefined || row.attempt === id) return { state: 'begun', seed: row?.seed ?? id };
      if (row.request_hash !== requestHash) return { state: 'mismatch' };
      if (row.status === null || row.answer === null) return { state: 'in-flight' };
      return { state: 'answered', status: row.status, answer: new Uint8Array(row.answer) };
    },

    async renew({ apiKeyId, key, id }, nowMs) {
      const renew = d1
        .prepare(
          `UPDATE idempotency SET lease_until_ms = ?4 ${where} AND attempt = ?3 AND status IS NULL`,
        )
        .bind(apiKeyId, key, id, nowMs + LEASE_MS);
      await tryAgain(() => renew.run());
    },

    async complete({ apiKeyId, key, id }, { status, answer }) {
      const update = d1
        .prepare(`UPDATE idempotency SET status = ?4, answer = ?5 ${where} AND attempt = ?3`)
        .bind(apiKeyId, key, id, status, answer);
      await tryAgain(() => update.run());
    },

    async release({ apiKeyId, key, id }) {
      const remove = d1
        .prepare(`DELETE FROM idempotency ${where} AND attempt = ?3 AND status IS NULL`)
        .bind(apiKeyId, key, id);
      await tryAgain(() => remove.run());
    },

    async abandon({ apiKeyId, key, id }) {
      const end = d1
        .prepare(
          `UPDATE idempotency SET lease_until_ms = 0 ${where} AND attempt = ?3 AND status IS NULL`,
        )
        .bind(apiKeyId, key, id);
      await tryAgain(() => end.run());
    },

    sweep: (nowMs) => deleteInSteps(database, 'idempotency', 'expires_at_ms <= ?1', nowMs),
  };
}
