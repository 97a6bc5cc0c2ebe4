import {
  type Direction,
  type DriftState,
  driftEvidence,
  observeDrift,
  startDrift,
} from '../statistics/drift/shiryaev-roberts.ts';

/** A detector of the way back, while an alarm is open. */
export interface Recovery {
  /** Half-way between the baseline and what the mean had moved to. */
  mean: number;
  direction: Direction;
  state: DriftState;
}

const BETS = [0.1, 0.2, 0.4, 0.8];
/** While the mean stays half-way, an alarm ends on average after so many values or later. */
const RUN_LENGTH = 200;
const EDGE = 0.005;

/** @param moved the mean while it moved. @param direction in which it did */
export function startRecovery(baseline: number, moved: number, direction: Direction): Recovery {
  const half = (baseline + moved) / 2;
  const back: Direction = direction === 'decrease' ? 'increase' : 'decrease';
  const options = { mean: half, bets: BETS, directions: [back] };
  return {
    mean: Math.min(1 - EDGE, Math.max(EDGE, half)),
    direction: back,
    state: startDrift(options),
  };
}

/** Takes the next value; it is over once enough speaks for a mean on the baseline's side. */
export function recoveryAfter(
  { mean, direction, state }: Recovery,
  value: number,
): { recovery: Recovery; isOver: boolean } {
  const options = { mean, bets: BETS, directions: [direction] };
  const next = observeDrift(state, value, options);
  const { logEvidence } = driftEvidence(next, options);
  return {
    recovery: { mean, direction, state: next },
    isOver: logEvidence >= Math.log(RUN_LENGTH),
  };
}
