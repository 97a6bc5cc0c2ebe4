import type { ExperimentReport } from '@assay/sdk';
import { Interval } from '../../parts/interval.tsx';
import { duration, percent, usd } from '../../parts/numbers.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';
import { isShownIn } from './shown-scores.ts';

/** Each variant with each of its scores. */
export function VariantTable({ report }: { report: ExperimentReport }) {
  const { variants, repeats } = report;
  const isShown = isShownIn(report);
  const isRepeated = repeats > 1;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
    <section class="panel experiment-table" tabIndex={0} aria-label="Variants">
      <h2>Variants</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">Variant</th>
            <th scope="col">Score</th>
            <th scope="col">Mean</th>
            {isRepeated && <th scope="col">Worst of {repeats}</th>}
            {isRepeated && <th scope="col">pass^{repeats}</th>}
            {isRepeated && <th scope="col">Same text</th>}
            <th scope="col">Cost</th>
            <th scope="col">Latency</th>
            <th scope="col">First token</th>
          </tr>
        </thead>
        <tbody>
          {variants.flatMap((variant) =>
            variant.scorers.filter(isShown).map((score, i) => (
              <tr key={`${variant.variant} ${score.scorer}`}>
                <th scope="row">
                  <UntrustedText text={variant.variant} />
                </th>
                <td>
                  <UntrustedText text={score.scorer ?? 'verdict'} />
                </td>
                <td>
                  <Interval of={score.mean} />
                </td>
                {isRepeated && <td>{score.worst === null ? '–' : percent(score.worst.value)}</td>}
                {isRepeated && (
                  <td>
                    <Interval of={score.passAt.at(-1)?.all ?? null} />
                  </td>
                )}
                {isRepeated && (
                  <td>
                    {i > 0 || variant.sameText === null ? '' : percent(variant.sameText.value)}
                  </td>
                )}
                <td>{i > 0 || variant.costUsd === null ? '' : usd(variant.costUsd.mean)}</td>
                <td>
                  {i > 0 || variant.latencyMs === null ? '' : duration(variant.latencyMs.p50)}
                </td>
                <td>
                  {i > 0 || variant.firstTokenMs === null ? '' : duration(variant.firstTokenMs.p50)}
                </td>
              </tr>
            )),
          )}
        </tbody>
      </table>
    </section>
  );
}
