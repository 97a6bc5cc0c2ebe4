import type { ExportRecord } from '@assay/schema/types.ts';
import { NO_SAMPLE } from '../../store/no-sample.ts';
import { exportedChannel } from '../alerts/transferred.ts';
import { experimentPlace, UNREADABLE_ANSWER } from '../data-control/sealed-experiments.ts';
import { contentPlace } from '../data-control/sealed-items.ts';
import { samplePlace } from '../data-control/sealed-samples.ts';
import { exchangePlace } from '../data-control/sealed-verdicts.ts';
import { openOrGone, type Vault } from '../data-control/vault.ts';

/**
 * Records as they leave: decrypted, as another deployment has other keys. Of a verdict whose key was
 * dropped the scores are left, of an exchange nothing. Secrets of channels never leave.
 */
export async function openRecords(
  projectId: string,
  records: readonly ExportRecord[],
  vault: Vault,
): Promise<ExportRecord[]> {
  const opened = await Promise.all(records.map((one) => openRecord(projectId, one, vault)));
  return opened.filter((one) => one !== undefined);
}

/** An answer that can never be read again, nor be scored. */
const LOST_ANSWER = {
  ...{ status: 'error', sample: null, output_hash: null, error_code: UNREADABLE_ANSWER.code },
  error_message: UNREADABLE_ANSWER.message,
};

async function openRecord(
  projectId: string,
  one: ExportRecord,
  vault: Vault,
): Promise<ExportRecord | undefined> {
  const { record } = one;
  const put = async (field: 'sample' | 'change' | 'exchange' | 'item', place: string) => {
    const text = await openOrGone(vault, projectId, place, String(record[field]));
    return text === undefined ? undefined : { ...one, record: { ...record, [field]: text } };
  };
  if (one.class === 'alertChannels') return { ...one, record: exportedChannel(record) };
  if (one.class === 'verdicts') {
    return (
      (await put('sample', String(record.id))) ?? {
        ...one,
        record: { ...record, sample: NO_SAMPLE },
      }
    );
  }
  if (one.class === 'batchSamples') {
    const place = samplePlace({ batchId: String(record.batch_id), at: Number(record.at) });
    return (await put('sample', place)) ?? { ...one, record: { ...record, sample: NO_SAMPLE } };
  }
  const at = Number(record.at);
  if (one.class === 'experimentSamples') {
    const place = experimentPlace(String(record.experiment_id), 'sample', at);
    return (await put('sample', place)) ?? { ...one, record: { ...record, sample: NO_SAMPLE } };
  }
  if (one.class === 'experimentChanges') {
    return put('change', experimentPlace(String(record.experiment_id), 'change', at));
  }
  if (one.class === 'experimentCells' && record.sample !== null) {
    const place = experimentPlace(String(record.experiment_id), 'answer', at);
    return (await put('sample', place)) ?? { ...one, record: { ...record, ...LOST_ANSWER } };
  }
  if (one.class === 'datasetContents') return put('item', contentPlace(String(record.hash)));
  if (one.class === 'judgeExchanges')
    return put('exchange', exchangePlace(String(record.verdict_id)));
  if (one.class === 'batchExchanges') {
    return put('exchange', exchangePlace(`${record.batch_id}/${record.at}`));
  }
  return one;
}
