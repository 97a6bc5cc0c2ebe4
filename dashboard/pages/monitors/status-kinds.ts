import type { MonitorReport } from '@assay/sdk';

/** How the status of a monitor is shown. */
export const STATUS_KINDS = {
  watching: 'passed',
  alarm: 'failed',
  learning: 'pending',
  off: 'abstained',
} as const satisfies Record<MonitorReport['state']['status'], string>;
