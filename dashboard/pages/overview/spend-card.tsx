import type { Overview } from '@assay/sdk';
import { percent, usd } from '../../parts/numbers.ts';

/** What judges cost today, and how much of the cap that is. */
export function SpendCard({ spend: { todayUsd, dailyCapUsd, days } }: Pick<Overview, 'spend'>) {
  const total = days.reduce((sum, { costUsd }) => sum + costUsd, 0);
  return (
    <section class="panel field">
      <h2>Judge spend</h2>
      <p class="figure">
        {usd(todayUsd)} <span class="muted">today</span>
      </p>
      {dailyCapUsd === null ? (
        <p class="muted">No daily cap is set.</p>
      ) : (
        <>
          <progress
            aria-label="Share of the daily cap"
            max={1}
            value={dailyCapUsd === 0 ? 1 : Math.min(todayUsd / dailyCapUsd, 1)}
          />
          <p class="muted">
            {dailyCapUsd === 0
              ? 'The cap is $0.'
              : `${percent(todayUsd / dailyCapUsd)} of the cap of ${usd(dailyCapUsd)} a day`}
          </p>
        </>
      )}
      <p class="muted">{usd(total)} in the last 31 days</p>
    </section>
  );
}
