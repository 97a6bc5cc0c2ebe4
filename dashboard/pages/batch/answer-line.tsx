import type { BatchComparison, BatchReport } from '@assay/sdk';
import type { Loaded } from '../../data/use-loaded.ts';
import { Failure } from '../../parts/failure.tsx';
import { count, counted, percent } from '../../parts/numbers.ts';
import { query } from '../../router/location.ts';
import { pathTo } from '../../router/match.ts';
import { passRate } from '../overview/predecessor.ts';
import { type Answer, answerOf } from './answer.ts';
import { BaselineSelect } from './baseline-select.tsx';
import type { Base } from './use-base.ts';

interface AnswerLineProps {
  batch: BatchReport;
  base: Base;
  comparison: Loaded<BatchComparison | undefined>;
}

/** The first thing to know of a batch: is it better or worse than the baseline? */
export function AnswerLine({ batch, base, comparison }: AnswerLineProps) {
  const answer = comparison.data ? answerOf(comparison.data) : plainAnswer(batch);
  const isComparing = base.isLoading || (comparison.isLoading && base.id !== undefined);
  const error = base.error ?? comparison.error;
  return (
    <div class={`panel answer ${answer.kind}`} aria-busy={isComparing}>
      <div>
        <p class="answer-headline">{answer.headline}</p>
        <p>
          {isComparing && batch.endedAt !== null ? 'Comparing with the baseline …' : answer.detail}
        </p>
        {error !== undefined && <Failure error={error} />}
      </div>
      <div class="answer-base">
        <BaselineSelect batch={batch} base={base.id} />
        {comparison.data && base.id !== undefined && (
          <a href={`${pathTo('batches', batch.id, 'compare', base.id)}${compareQuery()}`}>
            Compare sample by sample
          </a>
        )}
      </div>
    </div>
  );
}

/** What can be said of a batch by itself. */
function plainAnswer(batch: BatchReport): Answer {
  const { counts } = batch;
  const rate = passRate(batch);
  const errors = counts.error === 0 ? '' : ` ${count(counts.error)} could not be scored.`;
  const headline = rate === undefined ? 'No verdict that passes or fails' : `${percent(rate)} pass`;
  const state = batch.endedAt === null ? ' so far' : '';
  return {
    kind: 'unknown',
    headline: headline + state,
    detail: `${count(counts.passed)} of ${counted(counts.passed + counts.failed, 'decided sample passes', 'decided samples pass')}.${errors}`,
  };
}

function compareQuery(): string {
  const scorer = query.value.get('scorer');
  return scorer === null ? '' : `?${new URLSearchParams({ scorer })}`;
}
