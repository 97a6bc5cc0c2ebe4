import type { MonitorReport, MonitorThreshold, ThresholdState } from '@assay/sdk';
import { count, duration, percent, usd } from '../../parts/numbers.ts';
import { Outcome } from '../../parts/outcome.tsx';
import { figureOf } from './threshold-fields.ts';

/** The thresholds of a monitor, with what their windows hold now. One that was just saved was not looked at. */
export function Thresholds({ monitor }: { monitor: MonitorReport }) {
  const { thresholds = [], state } = monitor;
  return (
    <section aria-labelledby="thresholds-title" class="monitor-part">
      <h2 id="thresholds-title">Thresholds</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard. */}
      <section class="panel monitor-table" tabIndex={0} aria-label="Thresholds by figure">
        <table>
          <thead>
            <tr>
              {['Figure', 'Limit', 'Window', 'Now', 'Outcome'].map((title) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {thresholds.map((threshold, i) => (
              <Row key={i} threshold={threshold} now={stateOf(threshold, state.thresholds)} />
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

/** What is known of a threshold; undefined until the monitor has looked at it. */
function stateOf(
  { measure, above, below, windowMinutes }: MonitorThreshold,
  states: readonly ThresholdState[],
): ThresholdState | undefined {
  return states.find(
    (state) =>
      state.measure === measure &&
      state.above === above &&
      state.below === below &&
      state.windowMinutes === windowMinutes,
  );
}

interface RowProps {
  threshold: MonitorThreshold;
  now: ThresholdState | undefined;
}

function Row({ threshold, now }: RowProps) {
  const { measure, above, below, windowMinutes } = threshold;
  const { value = null, isCrossed = false } = now ?? {};
  const limits = [
    ...(above === undefined ? [] : [`at most ${write(measure, above)}`]),
    ...(below === undefined ? [] : [`at least ${write(measure, below)}`]),
  ];
  const kind = value === null ? 'undecided' : isCrossed ? 'failed' : 'passed';
  const unknown = now === undefined ? 'not checked yet' : 'too few';
  const outcome = value === null ? unknown : isCrossed ? 'crossed' : 'within';
  return (
    <tr>
      <th scope="row">{figureOf(measure).title}</th>
      <td>{limits.join(', ')}</td>
      <td>{count(windowMinutes)} min</td>
      <td>{value === null ? '' : write(measure, value)}</td>
      <td>
        <Outcome kind={kind}>{outcome}</Outcome>
      </td>
    </tr>
  );
}

function write(measure: ThresholdState['measure'], value: number): string {
  if (measure === 'cost') return usd(value);
  if (measure === 'latency_p95') return duration(value);
  return measure === 'count' ? count(value) : percent(value);
}
