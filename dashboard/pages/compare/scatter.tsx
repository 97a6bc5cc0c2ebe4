import { useSignal } from '@preact/signals';
import type { TargetedPointerEvent } from 'preact';
import { useRef } from 'preact/hooks';
import { counted } from '../../parts/numbers.ts';
import { type Box, boxBetween, type Pair } from './box.ts';
import './scatter.css';

export interface Point extends Pair {
  key: number;
  change: string | null;
}

interface ScatterProps {
  points: readonly Point[];
  box: Box | undefined;
  onBox(box: Box | undefined): void;
}

const SIZE = 320;
/** Room for the axes. */
const EDGE = 34;
const PLOT = SIZE - EDGE - 10;
const TICKS = [0, 0.25, 0.5, 0.75, 1];
/** A shorter drag is a click, which takes the box away. */
const SHORTEST = 0.02;

const x = (value: number) => EDGE + value * PLOT;
const y = (value: number) => 10 + (1 - value) * PLOT;

/** Each sample by its value in the base and in the batch; a box can be drawn around some. */
export default function Scatter({ points, box, onBox }: ScatterProps) {
  const from = useSignal<Pair | undefined>(undefined);
  const drawn = useSignal<Box | undefined>(undefined);
  const svg = useRef<SVGSVGElement>(null);

  const placeOf = (event: TargetedPointerEvent<SVGSVGElement>): Pair => {
    const { left, top, width } = event.currentTarget.getBoundingClientRect();
    const scale = SIZE / width;
    return {
      base: ((event.clientX - left) * scale - EDGE) / PLOT,
      batch: 1 - ((event.clientY - top) * scale - 10) / PLOT,
    };
  };
  const begin = (event: TargetedPointerEvent<SVGSVGElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    from.value = placeOf(event);
  };
  const draw = (event: TargetedPointerEvent<SVGSVGElement>) => {
    if (from.value) drawn.value = boxBetween(from.value, placeOf(event));
  };
  const end = () => {
    const made = drawn.value;
    const isBox = made && (made.right - made.left > SHORTEST || made.top - made.bottom > SHORTEST);
    from.value = undefined;
    drawn.value = undefined;
    onBox(isBox ? made : undefined);
  };

  const shown = drawn.value ?? box;
  return (
    <svg
      ref={svg}
      class="scatter"
      viewBox={`0 0 ${SIZE} ${SIZE}`}
      role="img"
      aria-label={`${counted(points.length, 'sample')} by their value in the baseline and in this batch`}
      onPointerDown={begin}
      onPointerMove={draw}
      onPointerUp={end}
    >
      <rect class="scatter-area" x={EDGE} y={10} width={PLOT} height={PLOT} />
      {TICKS.map((tick) => (
        <g key={tick}>
          <text x={x(tick)} y={SIZE - EDGE + 24} class="scatter-label">
            {tick}
          </text>
          <text x={EDGE - 6} y={y(tick) + 4} class="scatter-label is-left">
            {tick}
          </text>
        </g>
      ))}
      <line class="scatter-diagonal" x1={x(0)} y1={y(0)} x2={x(1)} y2={y(1)} />
      {points.map((point) => (
        <Shape key={point.key} point={point} />
      ))}
      {shown && (
        <rect
          class="scatter-box"
          x={x(shown.left)}
          y={y(shown.top)}
          width={(shown.right - shown.left) * PLOT}
          height={(shown.top - shown.bottom) * PLOT}
        />
      )}
    </svg>
  );
}

/** Regressed samples point down, fixed ones up, the others are round. */
function Shape({ point }: { point: Point }) {
  const [left, top] = [x(point.base), y(point.batch)];
  if (point.change === 'fixed') {
    return (
      <path
        class="better"
        d={`M${left - 4} ${top + 3}L${left + 4} ${top + 3}L${left} ${top - 5}Z`}
      />
    );
  }
  if (point.change === 'regressed') {
    return (
      <path
        class="worse"
        d={`M${left - 4} ${top - 3}L${left + 4} ${top - 3}L${left} ${top + 5}Z`}
      />
    );
  }
  return <circle class="muted" cx={left} cy={top} r={3} />;
}
