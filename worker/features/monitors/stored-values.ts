import { lowestId } from '@assay/schema/ids.ts';
import { LIMITS } from '@assay/schema/limits.ts';
import type { MonitorContent, Verdict } from '@assay/schema/types.ts';
import type { Observation } from '../../core/monitoring/writer.ts';
import type { BatchStore, StoredBatch } from '../../store/batches.ts';
import type { ItemStore, StoredItem } from '../../store/items.ts';
import type { VerdictStore } from '../../store/verdicts.ts';
import { findBatch } from '../batches/find-batches.ts';
import type { FrozenPlan } from '../batches/frozen-plan.ts';
import { label } from '../scoring/labels.ts';
import { observationOf, type WatchedVerdict } from './observation-of.ts';

export interface StoredValueNeeds {
  verdicts: VerdictStore;
  batches: BatchStore;
  items: ItemStore;
  nowMs(): number;
}

const PAGE_VERDICTS = 500;
const PAGE_ITEMS = 500;

export interface StoredValues {
  /** Verdicts that were read. */
  looked: number;
  /** Those that the monitor watches, oldest first. */
  observations: Observation[];
}

/** The newest stored verdicts that a monitor would have watched. */
export async function storedVerdicts(
  projectId: string,
  content: MonitorContent,
  { from, to }: { from?: string | undefined; to?: string | undefined },
  { verdicts }: Pick<StoredValueNeeds, 'verdicts'>,
): Promise<StoredValues> {
  const idOf = (time: string) => lowestId('verdict', Date.parse(time));
  let before = to === undefined ? undefined : idOf(to);
  let looked = 0;
  const observations: Observation[] = [];
  while (looked < LIMITS.monitorHistory) {
    const rows = await verdicts.list({
      ...{ projectId, labels: labelsOf(content), limit: PAGE_VERDICTS, before },
      from: from === undefined ? undefined : idOf(from),
    });
    looked += rows.length;
    for (const { verdict } of rows) {
      const observation = observationOf(content, watchedOf(JSON.parse(verdict)));
      if (observation) observations.push(observation);
    }
    before = rows.at(-1)?.id;
    if (rows.length < PAGE_VERDICTS) break;
  }
  return { looked, observations: observations.reverse() };
}

/** The results of a batch that a monitor watches. @throws ApiProblem `batch_not_found` */
export async function batchValues(
  projectId: string,
  batchId: string,
  content: MonitorContent,
  needs: StoredValueNeeds,
): Promise<StoredValues> {
  const batch = await findBatch(projectId, batchId, needs);
  const observations: Observation[] = [];
  let looked = 0;
  for (let after = -1; looked < LIMITS.monitorHistory; ) {
    const page = { batchId, after, limit: PAGE_ITEMS };
    const { items, isLast } = await needs.items.page(page);
    looked += items.length;
    for (const item of items) {
      const observation = observationOf(content, itemOf(batch, item));
      if (observation) observations.push(observation);
    }
    if (isLast) break;
    after = items.at(-1)?.at ?? after;
  }
  return { looked, observations };
}

export function watchedOf(verdict: Verdict): WatchedVerdict {
  const { id, createdAt, tags, metadata, lineage } = verdict;
  const atMs = Date.parse(createdAt);
  return { id, atMs, verdict, tags, metadata, suite: lineage.suite?.name };
}

/** A result of a batch; without a verdict it counts as an error. */
export function itemOf(batch: StoredBatch, { at, verdict: text }: StoredItem): WatchedVerdict {
  const plan: FrozenPlan = JSON.parse(batch.plan);
  const dataset = plan.dataset?.name;
  const verdict: Verdict | null = text === null ? null : JSON.parse(text);
  if (verdict !== null) return { ...watchedOf(verdict), dataset };
  return {
    ...{ id: `${batch.id}/${at}`, verdict, dataset },
    atMs: batch.endedAtMs ?? batch.createdAtMs,
    tags: JSON.parse(batch.tags),
    metadata: JSON.parse(batch.metadata),
    suite: plan.suite?.name,
  };
}

/** What the database can find them by; the rest of the filter is looked at one by one. */
export function labelsOf({ where = {}, scorer }: MonitorContent): string[] {
  const { rule, tags = [], metadata = {} } = where;
  return [
    ...Object.entries(metadata).map(([key, value]) => label.metadata(key, String(value))),
    ...[...(rule === undefined ? [] : [`rule:${rule}`]), ...tags].map(label.tag),
    ...(scorer === undefined ? [] : [label.scorer(scorer)]),
  ];
}
