import type { BatchComparison, BatchReport } from '@assay/sdk';
import { Fragment } from 'preact';
import { change, count, decimal, percent, points } from '../../parts/numbers.ts';
import { query, setQuery } from '../../router/location.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';
import { CorrectedRow, EstimateRow } from './corrected-row.tsx';

type Statistics = BatchReport['statistics'][number];
type Compared = BatchComparison['scorers'][number];

interface ScorerTableProps {
  batch: BatchReport;
  comparison: BatchComparison | undefined;
}

/** Each scorer with its pass rate or mean, its difference from the baseline, and how sure that is. */
export function ScorerTable({ batch, comparison }: ScorerTableProps) {
  const compared = new Map(comparison?.scorers.map((scorer) => [scorer.name, scorer]));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
    <section class="table-scroll" tabIndex={0} aria-label="Scorers">
      <table>
        <thead>
          <tr>
            <th scope="col">Scorer</th>
            <th scope="col" class="end">
              Result
            </th>
            <th scope="col" class="end is-wide">
              95% interval
            </th>
            {comparison && (
              <>
                <th scope="col" class="end">
                  Difference
                </th>
                <th scope="col" class="end is-wide">
                  95% interval
                </th>
              </>
            )}
            <th scope="col" class="end is-wide">
              Scored
            </th>
            <th scope="col" class="end">
              Not scored
            </th>
          </tr>
        </thead>
        <tbody>
          {batch.statistics.map((scorer) => (
            <Fragment key={scorer.name}>
              <ScorerRow
                scorer={scorer}
                compared={comparison && (compared.get(scorer.name) ?? null)}
              />
              {scorer.weighted && (
                <EstimateRow
                  title="weighted as in the data set"
                  estimates={scorer.weighted}
                  difference={compared.get(scorer.name)?.weighted}
                  isCompared={comparison !== undefined}
                />
              )}
              {scorer.corrected && (
                <CorrectedRow
                  corrected={scorer.corrected}
                  difference={compared.get(scorer.name)?.corrected?.difference}
                  isCompared={comparison !== undefined}
                />
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface ScorerRowProps {
  scorer: Statistics;
  /** null if the baseline does not have it; undefined if nothing is compared. */
  compared: Compared | null | undefined;
}

function ScorerRow({ scorer, compared }: ScorerRowProps) {
  const { name, scored, abstained, skipped, error, mean, passRate } = scorer;
  const isChosen = query.value.get('scorer') === name;
  const estimate = passRate ?? mean;
  const write = passRate ? percent : decimal;
  const notScored = [
    [error, 'error'],
    [abstained, 'abstained'],
    [skipped, 'skipped'],
  ] as const;
  const reasons = notScored.filter(([number]) => number > 0);
  return (
    <tr class={isChosen ? 'is-chosen' : ''}>
      <th scope="row">
        <button
          type="button"
          class="link-button"
          aria-pressed={isChosen}
          title="Show the values of this scorer below"
          onClick={() => setQuery({ scorer: isChosen ? undefined : name }, { replace: true })}
        >
          <UntrustedText text={name} />
        </button>
      </th>
      <td class="end">
        {estimate === null ? (
          <span class="muted">none</span>
        ) : (
          <>
            {write(estimate.value)} <span class="muted">{passRate ? 'pass' : 'mean'}</span>
          </>
        )}
      </td>
      <td class="end muted is-wide">
        {estimate && `${write(estimate.low)} – ${write(estimate.high)}`}
      </td>
      {compared !== undefined && <ComparedCells compared={compared} />}
      <td class="end is-wide">{count(scored)}</td>
      <td class="end">
        {reasons.length === 0 ? (
          <span class="muted">0</span>
        ) : (
          reasons.map(([number, reason]) => `${count(number)} ${reason}`).join(', ')
        )}
      </td>
    </tr>
  );
}

function ComparedCells({ compared }: { compared: Compared | null }) {
  const difference = compared?.passRate ?? compared?.mean;
  if (!difference) {
    return (
      <>
        <td class="end muted">not in the baseline</td>
        <td />
      </>
    );
  }
  const { value, low, high } = difference.difference;
  const write = compared?.passRate ? points : change;
  const isSure = low > 0 || high < 0;
  const direction = value > 0 ? 'better' : 'worse';
  return (
    <>
      <td class={`end ${isSure ? direction : ''}`}>
        {write(value)} {isSure ? <strong>{direction}</strong> : ''}
      </td>
      <td class="end muted is-wide">
        {write(low)} to {write(high)}
      </td>
    </>
  );
}
