import type { ThresholdState } from '@assay/sdk';
import { count, duration, percent, usd } from '../../parts/numbers.ts';
import { Outcome } from '../../parts/outcome.tsx';

const NAMES: Record<ThresholdState['measure'], string> = {
  pass_rate: 'Pass rate',
  mean: 'Mean',
  error_rate: 'Errors',
  abstention_rate: 'Abstentions',
  cost: 'Cost',
  latency_p95: 'Latency (p95)',
  count: 'Verdicts',
};

/** The thresholds of a monitor, with what their windows hold now. */
export function Thresholds({ thresholds }: { thresholds: readonly ThresholdState[] }) {
  return (
    <section aria-labelledby="thresholds-title" class="monitor-part">
      <h2 id="thresholds-title">Thresholds</h2>
      <div class="panel monitor-table">
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
              <Row key={i} threshold={threshold} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Row({ threshold }: { threshold: ThresholdState }) {
  const { measure, above, below, windowMinutes, value, isCrossed } = threshold;
  const limits = [
    ...(above === undefined ? [] : [`at most ${write(measure, above)}`]),
    ...(below === undefined ? [] : [`at least ${write(measure, below)}`]),
  ];
  const kind = value === null ? 'undecided' : isCrossed ? 'failed' : 'passed';
  const outcome = value === null ? 'too few' : isCrossed ? 'crossed' : 'within';
  return (
    <tr>
      <th scope="row">{NAMES[measure]}</th>
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
