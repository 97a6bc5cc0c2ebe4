import type { MonitorTimeline, TimelineMark } from '@assay/sdk';
import { count, decimal } from '../../parts/numbers.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';
import { scaleOf } from './timeline-scale.ts';

const WIDTH = 720;
const HEIGHT = 200;

/** The mean with its confidence sequence, and what changed on the way; the numbers are tables too. */
export function Timeline({ timeline }: { timeline: MonitorTimeline }) {
  const { points, marks, baseline } = timeline;
  if (points.length === 0) {
    return <p class="muted">No verdict has reached this monitor yet; it takes a minute or two.</p>;
  }
  const { x, y, low, high } = scaleOf(timeline, WIDTH, HEIGHT);
  const known = points.flatMap(({ at, mean, low: least, high: most }) =>
    mean === null || least === null || most === null ? [] : [{ at, mean, least, most }],
  );
  const path = (of: (point: (typeof known)[number]) => number, list = known) =>
    list.map((point) => `${x(point.at)},${y(of(point))}`);
  const band = [...path(({ most }) => most), ...path(({ least }) => least, known.toReversed())];
  return (
    <section aria-labelledby="timeline-title" class="panel monitor-timeline">
      <h2 id="timeline-title">Timeline</h2>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        {baseline !== null && (
          <line
            class="timeline-baseline"
            x1="0"
            x2={WIDTH}
            y1={y(baseline.value)}
            y2={y(baseline.value)}
          />
        )}
        <polygon class="timeline-band" points={band.join(' ')} />
        {points.map(({ at, value }) =>
          value === null ? null : (
            <circle key={at} class="timeline-value" cx={x(at)} cy={y(value)} r="1.5" />
          ),
        )}
        <polyline class="timeline-mean" points={path(({ mean }) => mean).join(' ')} />
        {marks.map((mark, i) => (
          <line
            key={i}
            class={`timeline-mark is-${mark.kind}`}
            x1={x(mark.at)}
            x2={x(mark.at)}
            y1="0"
            y2={HEIGHT}
          />
        ))}
      </svg>
      <p class="timeline-range muted">
        <span>{new Date(points[0]?.from ?? '').toLocaleString()}</span>
        <span>
          {decimal(low)} to {decimal(high)}
        </span>
        <span>{new Date(points.at(-1)?.to ?? '').toLocaleString()}</span>
      </p>
      <ul class="legend">
        <li>
          <span class="timeline-key is-mean" aria-hidden="true" /> mean, with its 95% confidence
          sequence
        </li>
        <li>
          <span class="timeline-key is-baseline" aria-hidden="true" /> baseline
        </li>
        <li>
          <span class="timeline-key is-version" aria-hidden="true" /> a version changed
        </li>
        <li>
          <span class="timeline-key is-alarm" aria-hidden="true" /> alarm
        </li>
      </ul>
      {marks.length > 0 && <Marks marks={marks} />}
      <Points timeline={timeline} />
    </section>
  );
}

const SHOWN_MARKS = 50;

function Marks({ marks }: { marks: readonly TimelineMark[] }) {
  return (
    <details>
      <summary>What changed ({count(marks.length)})</summary>
      <ul class="timeline-marks">
        {marks
          .toReversed()
          .slice(0, SHOWN_MARKS)
          .map(({ at, time, kind, subject, before, after }, i) => (
            <li key={i}>
              <span class="muted">
                {new Date(time).toLocaleString()}, verdict {count(at)}:
              </span>{' '}
              {kind} <UntrustedText text={subject} />
              {after !== null && (
                <>
                  {' '}
                  <UntrustedText text={before ?? 'none'} /> → <UntrustedText text={after} />
                </>
              )}
            </li>
          ))}
      </ul>
    </details>
  );
}

const ROWS = 20;

function Points({ timeline: { points } }: { timeline: MonitorTimeline }) {
  return (
    <details>
      <summary>The newest points as a table</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard. */}
      <section class="monitor-table" tabIndex={0} aria-label="The newest points">
        <table>
          <thead>
            <tr>
              {['Until', 'Values', 'Mean of them', 'Mean', 'Interval', 'Evidence'].map((title) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {points
              .slice(-ROWS)
              .toReversed()
              .map(({ at, to, count: values, value, mean, low, high, evidence }) => (
                <tr key={at}>
                  <th scope="row">{new Date(to).toLocaleString()}</th>
                  <td>{count(values)}</td>
                  <td>{value === null ? '' : decimal(value)}</td>
                  <td>{mean === null ? '' : decimal(mean)}</td>
                  <td>
                    {low === null || high === null ? '' : `${decimal(low)} – ${decimal(high)}`}
                  </td>
                  <td>{decimal(evidence)}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}
