import type { AuditOutcome as Ended } from '@assay/sdk';
import { Outcome } from '../../parts/outcome.tsx';

const KINDS = {
  succeeded: 'passed',
  refused: 'abstained',
  failed: 'error',
  unknown: 'undecided',
} as const;

/** What came of an act. */
export function AuditOutcome({ outcome }: { outcome: Ended }) {
  return <Outcome kind={KINDS[outcome]}>{outcome}</Outcome>;
}
