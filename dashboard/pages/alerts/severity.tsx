import type { Alert } from '@assay/sdk';
import { Outcome } from '../../parts/outcome.tsx';

/** Whether an alert is open, and how severe it is. */
export function Severity({ alert: { status, severity } }: { alert: Alert }) {
  if (status === 'resolved') return <Outcome kind="passed">resolved</Outcome>;
  const kind = severity === 'critical' || severity === 'error' ? 'failed' : 'undecided';
  return <Outcome kind={kind}>{severity}</Outcome>;
}
