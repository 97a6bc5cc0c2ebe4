import type { Batch } from '@assay/sdk';
import { count, duration, percent } from '../../parts/numbers.ts';

/** How far a batch is, and how long it may still take. */
export function Progress({ batch }: { batch: Batch }) {
  const { counts, estimatedEndAt, samplesPerSecond, status } = batch;
  if (status === 'open')
    return <p class="muted">Open: it is scored when all samples have arrived.</p>;
  const done = counts.total - counts.pending;
  const leftMs = estimatedEndAt === null ? undefined : Date.parse(estimatedEndAt) - Date.now();
  return (
    <div class="progress">
      <progress aria-label="Scored samples" max={Math.max(counts.total, 1)} value={done} />
      <span>
        {percent(counts.total === 0 ? 0 : done / counts.total)} of {count(counts.total)}
        {samplesPerSecond !== null && `, ${count(Math.round(samplesPerSecond))} a second`}
        {leftMs !== undefined && leftMs > 0 && `, about ${duration(leftMs)} left`}
      </span>
    </div>
  );
}
