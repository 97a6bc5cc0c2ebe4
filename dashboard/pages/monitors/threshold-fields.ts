import type { MonitorThreshold, ThresholdMeasure } from '@assay/sdk';

/** A figure that a threshold can be of. */
interface Figure {
  measure: ThresholdMeasure;
  title: string;
  /** What its limits are in. */
  unit: string;
  /** How much of its own unit one of `unit` is. */
  scale: number;
  /** What a new threshold of it begins with. */
  start: Omit<MonitorThreshold, 'measure'>;
}

export const FIGURES: readonly Figure[] = [
  {
    ...{ measure: 'pass_rate', title: 'Pass rate', unit: '%', scale: 0.01 },
    start: { below: 0.9, windowMinutes: 60 },
  },
  {
    ...{ measure: 'error_rate', title: 'Errors', unit: '%', scale: 0.01 },
    start: { above: 0.05, windowMinutes: 60 },
  },
  {
    ...{ measure: 'cost', title: 'Cost', unit: 'US dollars', scale: 1 },
    start: { above: 10, windowMinutes: 1_440 },
  },
  {
    ...{ measure: 'latency_p95', title: 'Latency (p95)', unit: 'ms', scale: 1 },
    start: { above: 5_000, windowMinutes: 60 },
  },
  {
    ...{ measure: 'abstention_rate', title: 'Abstentions', unit: '%', scale: 0.01 },
    start: { above: 0.1, windowMinutes: 60 },
  },
  {
    ...{ measure: 'count', title: 'Verdicts', unit: 'verdicts', scale: 1 },
    start: { below: 1, windowMinutes: 60 },
  },
  {
    ...{ measure: 'mean', title: 'Mean', unit: '%', scale: 0.01 },
    start: { below: 0.7, windowMinutes: 60 },
  },
];

export function figureOf(measure: ThresholdMeasure): Figure {
  const found = FIGURES.find((each) => each.measure === measure);
  if (found === undefined) throw new RangeError(`no figure ${measure}`);
  return found;
}

/** A limit as a form shows it, in the unit of its figure. */
export function limitText(measure: ThresholdMeasure, limit: number | undefined): string {
  return limit === undefined ? '' : String(Number((limit / figureOf(measure).scale).toFixed(8)));
}

/** @param name that of the number which the text is of: one without a text is left out */
export function withNumber<Name extends keyof MonitorThreshold>(
  threshold: MonitorThreshold,
  name: Name,
  text: string,
  scale = 1,
): MonitorThreshold {
  const { [name]: _, ...rest } = threshold;
  if (text.trim() === '') return rest as MonitorThreshold;
  return { ...threshold, [name]: Number((Number(text) * scale).toFixed(10)) };
}
