import { lowestId } from '@assay/schema/ids.ts';
import type { AuditEntry } from '@assay/schema/types.ts';
import type { Log } from '../../../core/log.ts';
import type { AuditStore } from '../../../store/audit.ts';
import { storedEntry } from './audit-entry.ts';

export interface SweepIntentNeeds {
  audit: AuditStore;
  nowMs(): number;
  log: Log;
}

/** No act takes longer, not even a large upload. */
const LONGEST_ACT_MS = 3_600_000;
const STEP_INTENTS = 100;

/** Makes entries with the outcome `unknown` of acts that began an hour ago and have no entry. */
export async function sweepIntents({ audit, nowMs, log }: SweepIntentNeeds): Promise<void> {
  const intents = await audit.intentsBefore(
    lowestId('audit', nowMs() - LONGEST_ACT_MS),
    STEP_INTENTS,
  );
  for (const { projectId, entry } of intents) {
    const begun: AuditEntry = JSON.parse(entry);
    await audit.add(storedEntry(projectId, begun));
  }
  if (intents.length > 0) {
    log({ level: 'warn', event: 'audit_outcomes_unknown', count: intents.length });
  }
}
