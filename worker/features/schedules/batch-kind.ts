import type { BatchGateRequest, BatchOptions, ScheduledBatch } from '@assay/schema/types.ts';
import { BY_LINE } from '../../core/line-source.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { CompareBatchNeeds } from '../batches/compare-batches.ts';
import { type CreateBatchNeeds, createBatch, sealBatch } from '../batches/create-batch.ts';
import { chooseItems } from '../batches/dataset-samples.ts';
import { getBatch } from '../batches/find-batches.ts';
import { gateBatch } from '../batches/gate-batch.ts';
import { planScoring } from '../scoring/plan-scoring.ts';
import type { RunEnd, ScheduledKind, Started } from './scheduled-kind.ts';

export type BatchKindNeeds = CreateBatchNeeds & CompareBatchNeeds;

const TAG = 'schedule:';

/** A batch over a data set, compared with that of the run before. */
export const BATCH_KIND: ScheduledKind<ScheduledBatch, BatchKindNeeds> = {
  kind: 'batch',

  async check(projectId, content, needs) {
    await chooseItems(projectId, content.dataset, needs);
    await planScoring(scoringOf(content), projectId, needs);
  },

  async start({ projectId, schedule, content, seed }, needs) {
    const { dataset, tags = [] } = content;
    const options: BatchOptions = {
      ...{ dataset, ...scoringOf(content), tags: [...tags, `${TAG}${schedule}`] },
      metadata: { schedule },
    };
    const source = { lines: [], counting: BY_LINE };
    const batch = await createBatch({ projectId, options, source, seed }, needs);
    // An earlier start may have died with all samples in place, before it set the batch running.
    if (batch.status === 'open') await sealBatch(projectId, batch.id, needs);
    return batch.id;
  },

  async end(started, needs) {
    const { projectId, content, id } = started;
    const batch = await getBatch(projectId, id, needs);
    if (batch.endedAt === null) return undefined;
    if (batch.status === 'cancelled') {
      return { status: 'failed', outcome: null, reasons: ['The batch was cancelled.'] };
    }
    const { gate } = content;
    return gate === undefined
      ? { status: 'completed', outcome: null, reasons: [] }
      : judge(started, gate, needs);
  },

  pathOf: (id) => `/batches/${id}`,
};

function scoringOf({ suite, scorers }: Pick<ScheduledBatch, 'suite' | 'scorers'>) {
  return { ...(suite !== undefined && { suite }), ...(scorers !== undefined && { scorers }) };
}

/** A first run, or one whose predecessor was deleted, has nothing to be compared with. */
async function judge(
  { projectId, id, previousId }: Started<ScheduledBatch>,
  gate: NonNullable<ScheduledBatch['gate']>,
  needs: BatchKindNeeds,
): Promise<RunEnd> {
  const evaluate = async (request: BatchGateRequest, remark: string[]): Promise<RunEnd> => {
    const { outcome, reasons } = await gateBatch(projectId, id, request, needs);
    return { status: 'completed', outcome, reasons: [...reasons, ...remark] };
  };
  const alone = () => evaluate(gate, ['There is no run before it to compare with.']);
  if (previousId === null) return alone();
  try {
    return await evaluate({ ...gate, base: previousId }, []);
  } catch (cause) {
    if (!(cause instanceof ApiProblem)) throw cause;
    if (cause.code === 'batch_not_found') return alone();
    if (cause.code !== 'comparison_too_large') throw cause;
    return { status: 'completed', outcome: 'undecided', reasons: [cause.detail] };
  }
}
