/** How long a range may be in the queue before its message counts as lost. */
export const TURN_LEASE_MS = 3 * 60_000;
/** How long one may take that is being scored. */
export const SCORING_LEASE_MS = 10 * 60_000;
/** How long one may wait to be retried: longer than any retry waits. */
export const RETRY_LEASE_MS = 30 * 60_000;
