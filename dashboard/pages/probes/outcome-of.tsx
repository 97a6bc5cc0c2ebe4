import type { ProbeReport } from '@assay/sdk';
import { Outcome } from '../../parts/outcome.tsx';

const KINDS = {
  affected: 'failed',
  steady: 'passed',
  undecided: 'undecided',
  not_run: 'abstained',
} as const;

/** What a probe found, in a word. */
export function ProbeOutcome({ outcome }: Pick<ProbeReport, 'outcome'>) {
  return <Outcome kind={KINDS[outcome]}>{outcome === 'not_run' ? 'not run' : outcome}</Outcome>;
}
