import type { ExportRecord } from '@assay/schema/types.ts';
import type { ImportStore } from '../../store/import-rows.ts';
import { NO_SAMPLE } from '../../store/no-sample.ts';
import { experimentPlace } from './sealed-experiments.ts';
import { contentPlace } from './sealed-items.ts';
import { questionHash, samplePlace } from './sealed-samples.ts';
import { exchangePlace } from './sealed-verdicts.ts';
import type { Vault } from './vault.ts';

/** Imports whose exchanges, items and samples of batches are encrypted; those of verdicts are where they are written. */
export function sealImports(store: ImportStore, vault: Vault, seals: boolean): ImportStore {
  return {
    insertResults: (projectId, records) => store.insertResults(projectId, records),
    taken: (projectId, table, ids) => store.taken(projectId, table, ids),
    async insert(projectId, name, records) {
      const sealed = await Promise.all(
        records.map((one) => (seals ? sealRecord(projectId, one, vault) : asPlain(one))),
      );
      return store.insert(projectId, name, sealed);
    },
  };
}

async function sealRecord(
  projectId: string,
  one: ExportRecord,
  vault: Vault,
): Promise<ExportRecord> {
  const { class: name, record } = one;
  if (name === 'batches') return withPlan(one, { isSealed: true });
  if (name === 'batchSamples' && record.sample !== NO_SAMPLE) {
    const text = String(record.sample);
    const place = samplePlace({ batchId: String(record.batch_id), at: Number(record.at) });
    const question = questionHash(projectId, text);
    const sample = await vault.seal(projectId, place, text);
    return { ...one, record: { ...record, sample, question } };
  }
  if (name === 'datasetContents') {
    const item = await vault.seal(
      projectId,
      contentPlace(String(record.hash)),
      String(record.item),
    );
    return { ...one, record: { ...record, item } };
  }
  const text = textOf(one);
  if (text !== undefined) {
    const { field, kind } = text;
    const place = experimentPlace(String(record.experiment_id), kind, Number(record.at));
    const sealed = await vault.seal(projectId, place, String(record[field]));
    return { ...one, record: { ...record, [field]: sealed } };
  }
  const place = exchangeOf(one);
  if (place === undefined) return one;
  const exchange = await vault.seal(projectId, place, String(record.exchange));
  return { ...one, record: { ...record, exchange } };
}

const EXPERIMENT_TEXTS = {
  experimentSamples: { field: 'sample', kind: 'sample' },
  experimentChanges: { field: 'change', kind: 'change' },
  experimentCells: { field: 'sample', kind: 'answer' },
} as const;

/** The text that a record of an experiment has; undefined for other records, and for one that has none. */
function textOf({ class: name, record }: ExportRecord) {
  if (!(name in EXPERIMENT_TEXTS)) return undefined;
  const text = EXPERIMENT_TEXTS[name as keyof typeof EXPERIMENT_TEXTS];
  const value = record[text.field];
  return value === null || value === NO_SAMPLE ? undefined : text;
}

/** What was encrypted where it was exported is not here. */
function asPlain(one: ExportRecord): ExportRecord {
  const wasSealed = one.class === 'batches' && String(one.record.plan).includes('"isSealed"');
  return wasSealed ? withPlan(one, {}) : one;
}

function withPlan(one: ExportRecord, sealing: { isSealed?: true }): ExportRecord {
  const { isSealed: _, ...plan }: { isSealed?: boolean } = JSON.parse(String(one.record.plan));
  return { ...one, record: { ...one.record, plan: JSON.stringify({ ...plan, ...sealing }) } };
}

/** The place of an exchange of judges; undefined for other records. */
function exchangeOf({ class: name, record }: ExportRecord): string | undefined {
  if (name === 'judgeExchanges') return exchangePlace(String(record.verdict_id));
  return name === 'batchExchanges' ? exchangePlace(`${record.batch_id}/${record.at}`) : undefined;
}
