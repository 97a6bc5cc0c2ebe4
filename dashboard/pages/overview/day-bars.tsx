import type { Overview } from '@assay/sdk';
import { count, counted } from '../../parts/numbers.ts';

type Day = Overview['days'][number];

const WIDTH = 280;
const HEIGHT = 80;
const PARTS = [
  ['passed', 'is-passed'],
  ['failed', 'is-failed'],
  ['undecided', 'is-undecided'],
] as const;

const LEGEND = [...PARTS, ['in batches', 'is-batch']] as const;

/** Verdicts of single requests and samples of batches, day by day; the numbers are a table too. */
export function DayBars({ days }: Pick<Overview, 'days'>) {
  const most = Math.max(0, ...days.map(totalOf));
  const slot = WIDTH / Math.max(1, days.length);
  const sum = days.reduce((total, day) => total + totalOf(day), 0);
  return (
    <section class="panel field">
      <h2>Verdicts a day</h2>
      <p class="figure">
        {count(sum)}{' '}
        <span class="muted">
          in {counted(days.length, 'day')}, at most {count(most)} a day
        </span>
      </p>
      <svg
        class="day-bars"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        {days.map((day, i) => (
          <g key={day.day}>
            <title>{describe(day)}</title>
            {stackOf(day, most).map(({ kind, y, height }) => (
              <rect
                key={kind}
                class={kind}
                x={i * slot + 1}
                y={y}
                width={slot - 2}
                height={height}
              />
            ))}
          </g>
        ))}
        <line x1={0} x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} />
      </svg>
      <p class="day-range muted">
        <span>{days[0]?.day}</span>
        <span>{days.at(-1)?.day}</span>
      </p>
      <ul class="legend">
        {LEGEND.map(([name, kind]) => (
          <li key={kind}>
            <span class={kind} aria-hidden="true" /> {name}
          </li>
        ))}
      </ul>
      <details>
        <summary>As a table</summary>
        <table class="day-table">
          <thead>
            <tr>
              {['Day', 'Passed', 'Failed', 'Undecided', 'In batches'].map((title) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {days.map(({ day, passed, failed, undecided, samples }) => (
              <tr key={day}>
                <th scope="row">{day}</th>
                <td>{count(passed)}</td>
                <td>{count(failed)}</td>
                <td>{count(undecided)}</td>
                <td>{count(samples)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}

function totalOf({ passed, failed, undecided, samples }: Day): number {
  return passed + failed + undecided + samples;
}

function stackOf(day: Day, most: number): { kind: string; y: number; height: number }[] {
  let y = HEIGHT;
  const sizes = [
    ...PARTS.map(([name, kind]) => [day[name], kind] as const),
    [day.samples, 'is-batch'] as const,
  ];
  return sizes.map(([size, kind]) => {
    const height = (size / Math.max(most, 1)) * (HEIGHT - 4);
    y -= height;
    return { kind, y, height };
  });
}

function describe({ day, passed, failed, undecided, samples }: Day): string {
  return `${day}: ${passed} passed, ${failed} failed, ${undecided} undecided, ${samples} in batches`;
}
