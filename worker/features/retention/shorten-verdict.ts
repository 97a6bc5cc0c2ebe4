import { droppedHash } from '@assay/schema/records/dropped-sample.ts';
import type { DroppedRow } from '../../store/drop-samples.ts';
import { withoutDropped } from '../data-control/without-texts.ts';
import { verdictHash } from '../records/row-hashes.ts';

/** What stays of a verdict whose sample is dropped, as JSON, and what the log is to hold of that. */
export async function shortenVerdict({
  id,
  verdict: json,
  createdAtMs,
  passed,
}: DroppedRow): Promise<{ verdict: string; hash: string }> {
  const verdict = withoutDropped(json);
  const hashOf = (text: string) => verdictHash({ verdict: JSON.parse(text), createdAtMs, passed });
  return { verdict, hash: await droppedHash(id, hashOf(json), hashOf(verdict)) };
}
