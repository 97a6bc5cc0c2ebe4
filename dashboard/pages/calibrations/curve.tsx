import type { CalibrationReport } from '@assay/sdk';
import { counted, percent } from '../../parts/numbers.ts';

const SIZE = 220;

/** The probability that people pass a sample, by the value that the judge gave. */
export function Curve({ curve }: { curve: NonNullable<CalibrationReport['curve']> }) {
  const { method, before, after, points, bins } = curve;
  const at = (x: number, y: number) => `${(x * SIZE).toFixed(1)},${((1 - y) * SIZE).toFixed(1)}`;
  const band = [
    ...points.map(({ value, high }) => at(value, high)),
    ...points.toReversed().map(({ value, low }) => at(value, low)),
  ];
  return (
    <section class="panel calibration-part">
      <h2>Probability by value</h2>
      <svg viewBox={`0 0 ${SIZE} ${SIZE}`} role="img" aria-label={spoken(points)} class="curve">
        <rect width={SIZE} height={SIZE} class="curve-ground" />
        <line x1="0" y1={SIZE} x2={SIZE} y2="0" class="curve-diagonal" />
        <polygon points={band.join(' ')} class="curve-band" />
        <polyline
          points={points.map(({ value, probability }) => at(value, probability)).join(' ')}
          class="curve-line"
        />
        {bins
          .filter(({ n }) => n > 0)
          .map(({ low, value, passed, n }) => (
            <circle
              key={low}
              cx={value * SIZE}
              cy={(1 - passed) * SIZE}
              r={Math.min(9, 2 + Math.sqrt(n))}
              class="curve-bin"
            >
              <title>{`${counted(n, 'label')} near ${value.toFixed(2)}: people pass ${percent(passed)}`}</title>
            </circle>
          ))}
      </svg>
      <p class="muted">
        {method}, calibration error {before.ece.toFixed(3)} → {after.ece.toFixed(3)}, Brier{' '}
        {before.brier.toFixed(3)} → {after.brier.toFixed(3)} on held-out folds
      </p>
    </section>
  );
}

function spoken(points: readonly { value: number; probability: number }[]): string {
  const told = points.filter((_, i) => i % Math.max(1, Math.ceil(points.length / 5)) === 0);
  return told
    .map(({ value, probability }) => `value ${value.toFixed(2)}: ${percent(probability)}`)
    .join(', ');
}
