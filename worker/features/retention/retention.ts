import type { Retention, RetentionDays } from '@assay/schema/types.ts';
import type { RetentionStore, StoredRetention } from '../../store/retention.ts';

export interface RetentionNeeds {
  retention: RetentionStore;
  nowMs(): number;
}

const EVERYTHING: RetentionDays = {
  verdicts: null,
  samples: null,
  batches: null,
  labels: null,
  judgeAnswers: null,
  webhooks: null,
};

/** For how many days a project keeps its data. */
export async function getRetention(
  projectId: string,
  { retention }: RetentionNeeds,
): Promise<Retention> {
  return toRetention(await retention.find(projectId));
}

/** Sets it; the next scheduled run enforces it. */
export async function replaceRetention(
  projectId: string,
  days: RetentionDays,
  { retention, nowMs }: RetentionNeeds,
): Promise<Retention> {
  await retention.put(projectId, days, nowMs());
  return toRetention(await retention.find(projectId));
}

function toRetention(stored: StoredRetention | undefined): Retention {
  if (stored === undefined) return { days: EVERYTHING, updatedAt: null, lastRun: null };
  const { days, updatedAtMs, lastRun } = stored;
  // What is stored may be older than a class.
  return {
    days: { ...EVERYTHING, ...days },
    updatedAt: new Date(updatedAtMs).toISOString(),
    lastRun,
  };
}
