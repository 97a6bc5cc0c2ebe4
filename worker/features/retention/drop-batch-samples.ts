import type { DroppedSamples, SampleDrops } from '../../store/drop-samples.ts';
import type { BatchErasure } from '../../store/erase-batch-samples.ts';
import { withoutDropped } from '../data-control/without-texts.ts';

export interface DropBatchNeeds {
  sampleDrops: SampleDrops;
  erasure: { batches: BatchErasure };
  nowMs(): number;
}

/** As many as are written together, so that each pack of verdicts is written anew once. */
const SAMPLES_A_STEP = 100;

/**
 * Drops the samples of a batch that has ended, with reasons, texts of evidence, and what judges were asked
 * and answered, in steps. Results keep their values, ids and labels, and are sealed anew.
 */
export async function dropSamplesOfBatch(
  projectId: string,
  id: string,
  untilMs: number,
  { sampleDrops, erasure, nowMs }: DropBatchNeeds,
): Promise<DroppedSamples> {
  let dropped = 0;
  if (!(await sampleDrops.beginBatch(projectId, id, nowMs()))) return { dropped, isDone: false };
  for (;;) {
    if (nowMs() >= untilMs) return { dropped, isDone: false };
    const ats = await sampleDrops.places(id, SAMPLES_A_STEP);
    if (ats.length === 0) break;
    const batch = await erasure.batches.batch(projectId, id);
    const isDropped =
      batch !== undefined &&
      (await erasure.batches.erase(
        { projectId, id: null },
        { ...{ batch, ats, strip: withoutDropped, staysNamed: true }, nowMs: nowMs() },
      ));
    if (!isDropped) return { dropped, isDone: false };
    dropped += ats.length;
  }
  return { dropped, isDone: await sampleDrops.endBatch(projectId, id, nowMs()) };
}
