import type { StoredChannel, StoredMute } from '../../store/alert-channels.ts';
import type { StoredAlert } from '../../store/alerts.ts';
import { isAtLeast } from './severity.ts';

/** A channel that an alert goes to; if it is muted, what would be sent is only listed. */
export interface AlertRecipient {
  channel: string;
  isMuted: boolean;
}

export interface Addressed {
  channels: readonly StoredChannel[];
  mutes: readonly StoredMute[];
  nowMs: number;
}

/** The channels that an alert goes to by its severity and its source. */
export function recipientsOf(
  { severity, source }: Pick<StoredAlert, 'severity' | 'source'>,
  { channels, mutes, nowMs }: Addressed,
): AlertRecipient[] {
  const isSourceMuted = mutes.some((mute) => mute.untilMs > nowMs && covers(mute.source, source));
  return channels
    .filter(
      ({ minSeverity, sources }) => isAtLeast(severity, minSeverity) && takes(sources, source),
    )
    .map(({ name, mutedUntilMs }) => ({
      channel: name,
      isMuted: isSourceMuted || (mutedUntilMs !== null && mutedUntilMs > nowMs),
    }));
}

function takes(sources: string | null, source: string): boolean {
  if (sources === null) return true;
  const named: string[] = JSON.parse(sources);
  return named.some((one) => covers(one, source));
}

/** Whether a source is the one that is named, or of the kind that is named. */
export function covers(named: string, source: string): boolean {
  return named === source || source.startsWith(`${named}:`);
}
