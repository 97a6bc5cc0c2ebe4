import type { ExportRecord } from '@assay/schema/types.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { ExportStore } from '../../store/export-rows.ts';
import type { ImportStore } from '../../store/import-rows.ts';
import { NO_SAMPLE } from '../../store/no-sample.ts';
import { exchangePlace } from './sealed-verdicts.ts';
import type { Vault } from './vault.ts';

/** Exports in which samples and exchanges are decrypted; what can never be read again is omitted. */
export function openExports(store: ExportStore, vault: Vault): ExportStore {
  return {
    async rows(projectId, name, after) {
      const { records, next } = await store.rows(projectId, name, after);
      const opened = await Promise.all(records.map((one) => openRecord(projectId, one, vault)));
      return { records: opened.filter((one) => one !== null), next };
    },
  };
}

async function openRecord(
  projectId: string,
  { class: name, record }: ExportRecord,
  vault: Vault,
): Promise<ExportRecord | null> {
  const place = exchangeOf({ class: name, record });
  try {
    if (name === 'verdicts') {
      const sample = await vault.open(projectId, String(record.id), String(record.sample));
      return { class: name, record: { ...record, sample } };
    }
    if (place === undefined) return { class: name, record };
    const exchange = await vault.open(projectId, place, String(record.exchange));
    return { class: name, record: { ...record, exchange } };
  } catch (cause) {
    if (!(cause instanceof ApiProblem && cause.code === 'sample_unreadable')) throw cause;
    return name === 'verdicts' ? { class: name, record: { ...record, sample: NO_SAMPLE } } : null;
  }
}

/** Imports whose exchanges are encrypted; samples are where verdicts are written. */
export function sealImports(store: ImportStore, vault: Vault, seals: boolean): ImportStore {
  return {
    insertResults: (projectId, records) => store.insertResults(projectId, records),
    taken: (projectId, table, ids) => store.taken(projectId, table, ids),
    async insert(projectId, name, records) {
      if (!seals) return store.insert(projectId, name, records);
      const sealed = await Promise.all(
        records.map(async (one) => {
          const place = exchangeOf(one);
          if (place === undefined) return one;
          const exchange = await vault.seal(projectId, place, String(one.record.exchange));
          return { ...one, record: { ...one.record, exchange } };
        }),
      );
      return store.insert(projectId, name, sealed);
    },
  };
}

/** The place of an exchange of judges; undefined for other records. */
function exchangeOf({ class: name, record }: ExportRecord): string | undefined {
  if (name === 'judgeExchanges') return exchangePlace(String(record.verdict_id));
  return name === 'batchExchanges' ? exchangePlace(`${record.batch_id}/${record.at}`) : undefined;
}
