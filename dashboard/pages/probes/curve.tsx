import type { ProbeCurve } from '@assay/sdk';
import { Interval } from '../../parts/interval.tsx';
import { count, percent } from '../../parts/numbers.ts';
import { ProbeOutcome } from './outcome-of.tsx';
import { PointsInterval } from './points-interval.tsx';
import { probabilityText } from './probability-text.ts';
import { Table } from './table.tsx';

const WIDTH = 420;
const HEIGHT = 160;
const LEFT = 44;
const EDGE = 14;
const BOTTOM = 30;

const x = (depth: number) => LEFT + depth * (WIDTH - LEFT - EDGE);
const y = (share: number) => EDGE + (1 - share) * (HEIGHT - EDGE - BOTTOM);

/** The score by the place of the needed passage, drawn and as numbers. */
export function Curve({ curve: { length, points, middle } }: { curve: ProbeCurve }) {
  return (
    <Table
      title={`The needed passage among ${length}`}
      columns={['Depth', 'Mean score', 'Samples']}
      rows={points.map(({ depth, mean, samples }) => [
        String(depth),
        <Interval key="mean" of={mean} />,
        count(samples),
      ])}
    >
      {middle !== null && (
        <p>
          Middle less ends: <PointsInterval of={middle.difference} />,{' '}
          {probabilityText(middle.probability)} <ProbeOutcome outcome={middle.outcome} />
        </p>
      )}
      <svg
        class="probe-curve"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`Mean score by depth, from first to last of ${length} passages`}
      >
        {[0, 0.5, 1].map((share) => (
          <g key={share}>
            <line class="rule" x1={LEFT} x2={WIDTH - EDGE} y1={y(share)} y2={y(share)} />
            <text x={LEFT - 6} y={y(share) + 4} text-anchor="end">
              {percent(share)}
            </text>
          </g>
        ))}
        <text x={x(0)} y={HEIGHT - 8}>
          first
        </text>
        <text x={x(1)} y={HEIGHT - 8} text-anchor="end">
          last
        </text>
        {points.map(({ depth, mean }) => (
          <line
            key={depth}
            class="range"
            x1={x(depth)}
            x2={x(depth)}
            y1={y(mean.low)}
            y2={y(mean.high)}
          />
        ))}
        <polyline
          points={points.map(({ depth, mean }) => `${x(depth)},${y(mean.value)}`).join(' ')}
        />
        {points.map(({ depth, mean }) => (
          <circle key={depth} cx={x(depth)} cy={y(mean.value)} r="4" />
        ))}
      </svg>
    </Table>
  );
}
