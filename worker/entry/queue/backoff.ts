/**
 * Delay before the next attempt. Doubles with each attempt; half of it is random, to spread
 * retries.
 *
 * @param attempts made so far, from 1
 * @param most seconds
 */
export function backoffSeconds(attempts: number, most = 3600): number {
  const full = Math.min(most, 5 * 2 ** Math.min(attempts, 12));
  return Math.ceil(full * (0.5 + Math.random() / 2));
}
