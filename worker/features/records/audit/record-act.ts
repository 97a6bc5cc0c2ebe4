import { PROBLEMS, type ProblemCode } from '@assay/schema/errors.ts';
import { newId } from '@assay/schema/ids.ts';
import type { AuditEntry } from '@assay/schema/types.ts';
import type { Log } from '../../../core/log.ts';
import type { AuditStore } from '../../../store/audit.ts';
import type { Principal } from '../../auth/principal.ts';
import { stateOf, storedEntry } from './audit-entry.ts';

export interface RecordActNeeds {
  audit: AuditStore;
  nowMs(): number;
  log: Log;
}

/** An act that changes something administered. */
export interface Act<Done> {
  principal: Principal;
  requestId: string;
  operation: string;
  /** Null if it has no id before it is made. */
  subject: string | null;
  /** The state of the subject, without secrets; null or undefined if there is none. */
  readState(): Promise<unknown>;
  /** What the act answered says more of the subject; undefined if the state is read again. */
  made(done: Done): { subject?: string; after: unknown } | undefined;
  /** The code of an error as the caller gets it. */
  codeOf(cause: unknown): ProblemCode;
}

/**
 * Does work and records it. Before it begins, the intent is written; if that fails, nothing is done. The
 * entry replaces the intent. If it cannot be written, `sweepIntents` makes an entry of the intent, whose
 * outcome is `unknown`: no act goes unrecorded, and none is recorded as done that was not.
 *
 * @throws ApiProblem `storage_unavailable`, and whatever the work throws
 */
export async function recordAct<Done>(
  act: Act<Done>,
  { audit, nowMs, log }: RecordActNeeds,
  work: () => Promise<Done>,
): Promise<Done> {
  const { projectId } = act.principal;
  const begun = await beginAct(act, { audit, nowMs });
  const finish = async (ended: Partial<AuditEntry>) => {
    try {
      await audit.add(storedEntry(projectId, { ...begun, ...ended }));
    } catch {
      unrecorded();
    }
  };
  // What was done is done: the answer, which may hold a new key, must reach the caller all the same.
  const unrecorded = () =>
    log({ level: 'error', event: 'audit_outcome_lost', requestId: act.requestId, id: begun.id });

  const done = await work().catch(async (cause: unknown) => {
    await finish(failureOf(act.codeOf(cause)));
    throw cause;
  });
  try {
    const made = act.made(done) ?? { after: await act.readState() };
    const subject = made.subject ?? begun.subject;
    await finish({ subject, outcome: 'succeeded', after: stateOf(made.after) });
  } catch {
    unrecorded();
  }
  return done;
}

/** Writes the intent. Its outcome is what it is if nothing follows. */
async function beginAct<Done>(
  act: Act<Done>,
  { audit, nowMs }: Pick<RecordActNeeds, 'audit' | 'nowMs'>,
): Promise<AuditEntry> {
  const { projectId, keyId, keyName = null } = act.principal;
  const before = stateOf(await act.readState());
  const atMs = nowMs();
  const begun: AuditEntry = {
    ...{ id: newId('audit', atMs), at: new Date(atMs).toISOString(), kind: 'change' },
    actor: { id: keyId, name: keyName },
    ...{ operation: act.operation, subject: act.subject, outcome: 'unknown', code: null },
    ...{ before, after: null, requestId: act.requestId },
  };
  await audit.begin({ id: begun.id, projectId, entry: JSON.stringify(begun) });
  return begun;
}

/** Whatever ends with a status below 500 changed nothing. */
function failureOf(code: ProblemCode): Pick<AuditEntry, 'outcome' | 'code'> {
  return { outcome: PROBLEMS[code].status < 500 ? 'refused' : 'failed', code };
}
