import type { AssignedProgress } from '@assay/sdk';

/** How far a reviewer has come, how fast, and how long the rest takes at that pace. */
export function paceOf({ submitted, left, secondsPerItem }: AssignedProgress): string {
  const done = `${submitted} done, ${left} left`;
  if (secondsPerItem === null) return done;
  const pace = `${Math.max(1, Math.round(secondsPerItem))} s per item`;
  if (left === 0) return `${done} · ${pace}`;
  const minutes = Math.max(1, Math.round((secondsPerItem * left) / 60));
  return `${done} · ${pace} · about ${minutes} min to go`;
}
