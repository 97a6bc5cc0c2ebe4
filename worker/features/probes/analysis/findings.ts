import type {
  Estimate,
  ProbeConsistency,
  ProbeCurve,
  ProbeDifference,
  ProbeDrift,
  ProbeOutcome,
  ProbeSensitivity,
} from '@assay/schema/types.ts';

/** What the analysis of one kind of probe found. */
export interface Findings {
  outcome: ProbeOutcome;
  /** What was found, and what to do about it. */
  line: string;
  differences: ProbeDifference[];
  sensitivity: ProbeSensitivity | null;
  consistency: ProbeConsistency | null;
  curves: ProbeCurve[];
  drift: ProbeDrift | null;
  notes: string[];
}

/** Findings of which only some parts are there. */
export function findings(
  outcome: ProbeOutcome,
  line: string,
  found: Partial<Findings> = {},
): Findings {
  return {
    ...{ outcome, line, differences: [], sensitivity: null, consistency: null },
    ...{ curves: [], drift: null, notes: [], ...found },
  };
}

/** Nothing that could be compared was scored. */
export function notRun(what: string): Findings {
  return findings('not_run', `Not run: ${what}.`);
}

export interface Deciding {
  difference: Estimate;
  probability: number;
  margin: number;
}

/** Whether a difference is there, is within the margin, or cannot be told yet. */
export function decide({
  difference: { low, high },
  probability,
  margin,
}: Deciding): Exclude<ProbeOutcome, 'not_run'> {
  if (probability < 0.05 && (low > 0 || high < 0)) return 'affected';
  return low >= -margin && high <= margin ? 'steady' : 'undecided';
}

/** One outcome for several: what is affected shows, and what is undecided is not steady. */
export function together(outcomes: readonly ProbeOutcome[]): ProbeOutcome {
  const order: readonly ProbeOutcome[] = ['affected', 'undecided', 'steady'];
  return order.find((outcome) => outcomes.includes(outcome)) ?? 'not_run';
}

/** A difference in points, with its interval: "−12.5 points (−20.0 to −5.0)". */
export function inPoints({ value, low, high }: Estimate): string {
  return `${signed(value)} points (${signed(low)} to ${signed(high)})`;
}

/** A share with its interval: "92% (85% to 96%)". */
export function inPercent({ value, low, high }: Estimate): string {
  return `${percent(value)} (${percent(low)} to ${percent(high)})`;
}

export function percent(value: number): string {
  return `${Number((100 * value).toFixed(1))}%`;
}

export function points(value: number): string {
  return `${Number((100 * Math.abs(value)).toFixed(1))} points`;
}

function signed(value: number): string {
  const shown = Number((100 * value).toFixed(1));
  return shown < 0 ? `−${-shown}` : `+${shown}`;
}
