import type { ExportRecord } from '@assay/schema/types.ts';
import { ApiProblem } from '../../core/problem.ts';
import { NO_SAMPLE } from '../../store/no-sample.ts';
import { exportedChannel } from '../alerts/transferred.ts';
import { contentPlace } from '../data-control/sealed-items.ts';
import { samplePlace } from '../data-control/sealed-samples.ts';
import { exchangePlace } from '../data-control/sealed-verdicts.ts';
import type { Vault } from '../data-control/vault.ts';

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

async function openRecord(
  projectId: string,
  one: ExportRecord,
  vault: Vault,
): Promise<ExportRecord | undefined> {
  const { record } = one;
  const put = async (field: 'sample' | 'exchange' | 'item', place: string) => {
    const text = await openOrGone(projectId, place, record[field], vault);
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
  if (one.class === 'datasetContents') return put('item', contentPlace(String(record.hash)));
  if (one.class === 'judgeExchanges')
    return put('exchange', exchangePlace(String(record.verdict_id)));
  if (one.class === 'batchExchanges') {
    return put('exchange', exchangePlace(`${record.batch_id}/${record.at}`));
  }
  return one;
}

/** Undefined if its key was dropped. */
async function openOrGone(projectId: string, place: string, text: unknown, vault: Vault) {
  try {
    return await vault.open(projectId, place, String(text));
  } catch (cause) {
    if (cause instanceof ApiProblem && cause.code === 'sample_unreadable') return undefined;
    throw cause;
  }
}
