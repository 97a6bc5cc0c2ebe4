/** How long the lease of a part lasts without a sign of life from its holder. */
export const HOLDER_LEASE_MS = 90_000;
/** How long a step may be in the queue, beside the delay it was sent with, before it counts as lost. */
export const QUEUE_LEASE_MS = 3 * 60_000;
/** How long it may take to make the batches of an experiment. */
export const SCORING_LEASE_MS = 10 * 60_000;
/** After which no consumer is left that began before an experiment was cancelled. */
export const CANCEL_LEASE_MS = 15 * 60_000;
