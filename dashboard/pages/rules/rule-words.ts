import type { TraceRule } from '@assay/sdk';

const LEVELS: Record<TraceRule['level'], string> = {
  'model-call': 'calls of models',
  trace: 'whole traces',
  session: 'sessions',
};

/** What a rule makes samples of, in words. */
export function levelName(level: TraceRule['level']): string {
  return LEVELS[level];
}

/** A share as a percentage, such as `0.5%`. */
export function percentOf(share = 1): string {
  return `${Number((share * 100).toPrecision(3))}%`;
}
