import type { ExperimentPair, ExperimentReport } from '@assay/sdk';
import { counted, points } from '../../parts/numbers.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';
import { isShownIn } from './shown-scores.ts';

/** How every two variants differ, by each score. */
export function PairTable({ report }: { report: ExperimentReport }) {
  const pairs = report.pairs.filter(isShownIn(report));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
    <section class="panel experiment-table" tabIndex={0} aria-label="Differences">
      <h2>Differences</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">Pair</th>
            <th scope="col">Score</th>
            <th scope="col">Difference</th>
            <th scope="col">p, corrected</th>
            <th scope="col">Outcome</th>
          </tr>
        </thead>
        <tbody>
          {pairs.map((pair) => (
            <tr key={`${pair.scorer} ${pair.first} ${pair.second}`}>
              <th scope="row">
                <UntrustedText text={`${pair.first} − ${pair.second}`} />
              </th>
              <td>
                <UntrustedText text={pair.scorer ?? 'verdict'} />
              </td>
              <td>
                {points(pair.difference.value)}{' '}
                <span class="muted">
                  ({points(pair.difference.low)} to {points(pair.difference.high)})
                </span>
              </td>
              <td>{pair.correctedP < 0.001 ? '< 0.001' : pair.correctedP.toFixed(3)}</td>
              <td class="experiment-outcome">
                <UntrustedText text={outcomeOf(pair)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function outcomeOf({ outcome, first, second, moreSamples }: ExperimentPair): string {
  if (outcome !== 'undecided') return `${outcome === 'first' ? first : second} is better`;
  return moreSamples === null
    ? 'undecided'
    : `undecided: about ${counted(moreSamples, 'more sample')} would decide`;
}
