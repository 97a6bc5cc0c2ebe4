import type { Alert } from '@assay/sdk';
import { Outcome } from '../../parts/outcome.tsx';

const KINDS = { info: 'info', warning: 'warning', error: 'failed', critical: 'failed' } as const;

/** Whether an alert is open, and how severe it is. */
export function Severity({ alert: { status, severity } }: { alert: Alert }) {
  if (status === 'resolved') return <Outcome kind="passed">resolved</Outcome>;
  return <Outcome kind={KINDS[severity]}>{severity}</Outcome>;
}
