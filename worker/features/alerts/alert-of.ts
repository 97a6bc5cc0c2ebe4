import type { Alert } from '@assay/schema/types.ts';
import type { StoredAlert } from '../../store/alerts.ts';

/** An alert as callers and channels see it. */
export function alertOf(stored: StoredAlert): Alert {
  const { id, key, source, severity, status, title, summary, details, links, raised } = stored;
  const { openedAtMs, raisedAtMs, resolvedAtMs } = stored;
  return {
    ...{ id, key, source, severity, status, title, summary },
    details: JSON.parse(details),
    links: JSON.parse(links),
    raised,
    openedAt: new Date(openedAtMs).toISOString(),
    raisedAt: new Date(raisedAtMs).toISOString(),
    resolvedAt: resolvedAtMs === null ? null : new Date(resolvedAtMs).toISOString(),
  };
}
