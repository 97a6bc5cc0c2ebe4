import { canonicalJson } from '@assay/schema/canonical-json.ts';
import { lowestId } from '@assay/schema/ids.ts';
import { sha256Hex } from '@assay/schema/sha256.ts';
import type { AuditEntry } from '@assay/schema/types.ts';
import { createTtlCache, type TtlCache } from '../../../core/ttl-cache.ts';
import type { AuditStore } from '../../../store/audit.ts';
import type { Principal } from '../../auth/principal.ts';
import { storedEntry } from './audit-entry.ts';

export interface RecordReadingNeeds {
  audit: AuditStore;
  /** Readings of this hour that this isolate knows to be recorded. */
  readings: TtlCache<true>;
  nowMs(): number;
}

export interface Reading {
  principal: Principal;
  operation: string;
  /** The batch, data set, queue or secret that was read; null where many things are read. */
  subject: string | null;
}

const HOUR_MS = 3_600_000;
const READINGS_CACHED = 10_000;
const ID_DIGITS = 16;

export function createReadingCache(nowMs: () => number): TtlCache<true> {
  return createTtlCache(HOUR_MS, READINGS_CACHED, nowMs);
}

/**
 * Records that a key reads: one entry for each key, operation, subject and hour (UTC), whatever the
 * number of requests. Called before the answer is sent.
 *
 * @throws ApiProblem `storage_unavailable`
 */
export async function recordReading(
  { principal, operation, subject }: Reading,
  { audit, readings, nowMs }: RecordReadingNeeds,
): Promise<void> {
  const { projectId, keyId, keyName = null } = principal;
  const hourMs = Math.floor(nowMs() / HOUR_MS) * HOUR_MS;
  const identity = canonicalJson([projectId, keyId, operation, subject, hourMs]);
  if (readings.get(identity)) return;
  // All isolates make the same entry, of which the database keeps one.
  const entry: AuditEntry = {
    id: lowestId('audit', hourMs) + sha256Hex(identity).slice(0, ID_DIGITS),
    ...{ at: new Date(hourMs).toISOString(), kind: 'read' },
    actor: { id: keyId, name: keyName },
    ...{ operation, subject, outcome: 'succeeded', code: null },
    ...{ before: null, after: null, requestId: null },
  };
  await audit.add(storedEntry(projectId, entry));
  readings.set(identity, true);
}
