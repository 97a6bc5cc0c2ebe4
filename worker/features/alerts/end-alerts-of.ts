import { type AlertSource, type RaiseAlertNeeds, resolveAlert } from './raise-alert.ts';

const PAGE_ITEMS = 100;

/** Ends the open alerts of what is deleted: nothing else would, and channels would repeat them forever. */
export async function endAlertsOf(
  projectId: string,
  source: AlertSource,
  needs: RaiseAlertNeeds,
): Promise<void> {
  for (;;) {
    const open = await needs.alerts.list(projectId, { source, status: 'open' }, PAGE_ITEMS);
    for (const { key, raisedAtMs } of open) {
      const atMs = Math.max(needs.nowMs(), raisedAtMs);
      await resolveAlert({ projectId, key, atMs }, needs);
    }
    if (open.length < PAGE_ITEMS) return;
  }
}
