import type { AlertSeverity } from '@assay/schema/types.ts';

const ASCENDING: readonly AlertSeverity[] = ['info', 'warning', 'error', 'critical'];

export function isAtLeast(severity: AlertSeverity, least: AlertSeverity): boolean {
  return ASCENDING.indexOf(severity) >= ASCENDING.indexOf(least);
}
