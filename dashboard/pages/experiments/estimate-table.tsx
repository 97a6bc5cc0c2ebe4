import type { ExperimentEstimate } from '@assay/sdk';
import { count, counted, usd } from '../../parts/numbers.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';

/** What an experiment would do and cost. */
export function EstimateTable({ estimate }: { estimate: ExperimentEstimate }) {
  const { cells, variants, costUsd, judgeCalls, seconds, notes } = estimate;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
    <section class="panel experiment-table" tabIndex={0} aria-label="Cost">
      <h2>Cost</h2>
      <p>
        {counted(cells, 'answer')}, {costOf(costUsd)}, and {counted(judgeCalls, 'call')} of judges;
        about {count(seconds)} s at one second a call.
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col">Variant</th>
            <th scope="col">Calls</th>
            <th scope="col">Input tokens</th>
            <th scope="col">Output tokens</th>
            <th scope="col">Cost</th>
          </tr>
        </thead>
        <tbody>
          {variants.map((each) => (
            <tr key={each.variant}>
              <th scope="row">
                <UntrustedText text={each.variant} />
              </th>
              <td>{count(each.calls)}</td>
              <td>{count(each.inputTokens)}</td>
              <td>{count(each.outputTokens)}</td>
              <td>{costOf(each.costUsd)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {notes.map((note) => (
        <p key={note} class="muted">
          {note}
        </p>
      ))}
    </section>
  );
}

function costOf(costUsd: number | null): string {
  return costUsd === null ? 'cost unknown' : usd(costUsd);
}
