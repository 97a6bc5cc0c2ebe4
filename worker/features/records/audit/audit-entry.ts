import type { AuditEntry, JsonValue } from '@assay/schema/types.ts';
import { fingerprint } from '@assay/scorers/fingerprint.ts';
import type { NewAuditEntry, StoredAuditEntry } from '../../../store/audit.ts';

/** Characters of a state as JSON. Of a larger one its size and hash are recorded. */
const STATE_CHARACTERS = 16_384;

/** Keys of Assay and signing secrets of webhooks, wherever a state may have them. */
const SECRETS = /assay_(?:live|dev)_[0-9A-Za-z]{38}|whsec_[A-Za-z0-9+/=]{16,}/g;

/** An entry as it is stored, with its hash for the project's log. */
export function storedEntry(projectId: string, entry: AuditEntry): NewAuditEntry {
  const { at, actor, before, after, ...rest } = entry;
  const stored = {
    ...{ ...rest, projectId, atMs: Date.parse(at) },
    ...{ actorId: actor.id, actorName: actor.name },
    ...{ before: JSON.stringify(before), after: JSON.stringify(after) },
  };
  return { entry: stored, hash: fingerprint(entry).slice('sha256:'.length) };
}

/** An entry as the API shows it, which its hash is of: old entries must be shown as they were. */
export function toAuditEntry(stored: StoredAuditEntry): AuditEntry {
  const { id, atMs, kind, operation, subject, outcome, code, before, after, requestId } = stored;
  return {
    ...{ id, at: new Date(atMs).toISOString(), kind },
    actor: { id: stored.actorId, name: stored.actorName },
    ...{ operation, subject, outcome, code },
    ...{ before: JSON.parse(before), after: JSON.parse(after), requestId },
  };
}

/** A state as it is recorded: JSON of a bounded size without secrets. */
export function stateOf(value: unknown): JsonValue {
  const text = (JSON.stringify(value ?? null) ?? 'null').replace(SECRETS, '[secret]');
  const state: JsonValue = JSON.parse(text);
  if (text.length <= STATE_CHARACTERS) return state;
  return { omitted: 'too large', characters: text.length, sha256: fingerprint(state).slice(7) };
}
