import type { CalibrationReport } from '@assay/sdk';
import { count, counted, decimal, percent } from '../../parts/numbers.ts';
import { pathTo } from '../../router/match.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';
import { Curve } from './curve.tsx';

type Estimate = { value: number; low: number; high: number };

/** What labels tell of a judge, from what matters most. */
export function Report({ report, batch }: { report: CalibrationReport; batch: string }) {
  const { remarks, curve, slices, disagreements } = report;
  return (
    <>
      {remarks.length > 0 && (
        <ul class="panel calibration-part">
          {remarks.map(({ code, message }) => (
            <li key={code}>
              <UntrustedText text={message} />
            </li>
          ))}
        </ul>
      )}
      <div class="calibration-parts">
        <Agreement report={report} />
        <Confusion report={report} />
        <Guarantee report={report} />
        {curve !== null && <Curve curve={curve} />}
      </div>
      {slices.length > 0 && <Slices slices={slices} />}
      {disagreements.length > 0 && (
        <section class="panel calibration-part">
          <h2>Where they differ most</h2>
          <ul>
            {disagreements.map(({ index, sampleId, people, judge, reason }) => (
              <li key={index}>
                <a href={pathTo('batches', batch, 'samples', index)}>
                  <UntrustedText text={sampleId ?? `#${index}`} />
                </a>
                : people {decimal(people)}, judge {decimal(judge)}.{' '}
                <span class="muted">
                  <UntrustedText text={reason} />
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Agreement({
  report: { agreement, people, counts, width },
}: {
  report: CalibrationReport;
}) {
  return (
    <section class="panel calibration-part">
      <h2>Agreement</h2>
      <table>
        <thead>
          <tr>
            <td />
            <th scope="col">with people</th>
            <th scope="col">among people</th>
          </tr>
        </thead>
        <tbody>
          <Row title="Raw" estimates={[agreement?.raw, people?.raw]} write={percent} />
          <Row title="Cohen’s κ" estimates={[agreement?.kappa, people?.kappa]} write={decimal} />
          <Row title="Gwet’s AC1" estimates={[agreement?.ac1, people?.ac1]} write={decimal} />
        </tbody>
      </table>
      <p class="muted">
        {count(counts.used)} of {counted(counts.labels, 'label')} enter the estimates
        {counts.errors > 0 && `; on ${count(counts.errors)} the judge failed`}
        {counts.abstained > 0 && `; on ${count(counts.abstained)} it abstained`}.
      </p>
      {width !== null && width.more > 0 && (
        <p class="muted">
          {counted(width.more, 'more label makes', 'more labels make')} the interval{' '}
          {percent(width.asked)} wide.
        </p>
      )}
    </section>
  );
}

interface RowProps {
  title: string;
  estimates: readonly (Estimate | null | undefined)[];
  write(value: number): string;
}

function Row({ title, estimates, write }: RowProps) {
  return (
    <tr>
      <th scope="row">{title}</th>
      {estimates.map((estimate, i) => (
        <td key={i}>
          {estimate ? (
            <>
              {write(estimate.value)}{' '}
              <span class="muted">
                {write(estimate.low)} – {write(estimate.high)}
              </span>
            </>
          ) : (
            <span class="muted">unknown</span>
          )}
        </td>
      ))}
    </tr>
  );
}

function Confusion({
  report: { confusion, sensitivity, specificity },
}: {
  report: CalibrationReport;
}) {
  const { truePositive, falsePositive, trueNegative, falseNegative } = confusion;
  return (
    <section class="panel calibration-part">
      <h2>Right and wrong</h2>
      <table>
        <thead>
          <tr>
            <td />
            <th scope="col">people pass</th>
            <th scope="col">people fail</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">judge passes</th>
            <td>{count(truePositive)}</td>
            <td class="worse">{count(falsePositive)}</td>
          </tr>
          <tr>
            <th scope="row">judge fails</th>
            <td class="worse">{count(falseNegative)}</td>
            <td>{count(trueNegative)}</td>
          </tr>
        </tbody>
      </table>
      <table>
        <tbody>
          <Row title="Passes what people pass" estimates={[sensitivity]} write={percent} />
          <Row title="Fails what people fail" estimates={[specificity]} write={percent} />
        </tbody>
      </table>
    </section>
  );
}

function Guarantee({ report: { guarantee } }: { report: CalibrationReport }) {
  const { risk, confidence, threshold, coverage, n, wrong, needed } = guarantee;
  return (
    <section class="panel calibration-part">
      <h2>Guarantee</h2>
      {threshold === null ? (
        <p>
          No threshold keeps wrong verdicts below {percent(risk)} with confidence{' '}
          {percent(confidence)}. At least{' '}
          {counted(needed, 'label without an error is', 'labels without an error are')} needed above
          one.
        </p>
      ) : (
        <p>
          Above a confidence of {decimal(threshold)}, at most {percent(risk)} of verdicts are wrong,
          with confidence {percent(confidence)}. That covers {percent(coverage)} of samples;{' '}
          {count(wrong)} of {counted(n, 'label')} there were wrong.
        </p>
      )}
    </section>
  );
}

function Slices({ slices }: Pick<CalibrationReport, 'slices'>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
    <section class="panel calibration-part" tabIndex={0} aria-label="Slices">
      <h2>Slices</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">Slice</th>
            <th scope="col">Labels</th>
            <th scope="col">Agreement</th>
            <th scope="col">Passes more than people</th>
          </tr>
        </thead>
        <tbody>
          {slices.map(({ by, slice, n, agreement, bias, isDifferent }) => (
            <tr key={`${by} ${slice}`}>
              <th scope="row">
                {by} <UntrustedText text={slice} />
              </th>
              <td>{count(n)}</td>
              <td>{percent(agreement.value)}</td>
              <td class={isDifferent ? 'worse' : ''}>
                {decimal(bias.value)}{' '}
                <span class="muted">
                  {decimal(bias.low)} to {decimal(bias.high)}
                </span>
                {isDifferent && ' differs from the others'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
