import type { ExportRecord } from '@assay/schema/types.ts';
import type { ImportStore } from '../../store/import-rows.ts';
import { exchangePlace } from './sealed-verdicts.ts';
import type { Vault } from './vault.ts';

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
